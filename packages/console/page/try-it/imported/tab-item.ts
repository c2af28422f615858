export { TabItem as default } from "../components/tabs.tsx";
