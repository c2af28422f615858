export { Tabs as default } from "../components/tabs.tsx";
