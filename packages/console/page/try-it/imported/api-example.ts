export { ApiExample as default } from "../components/api-example.tsx";
