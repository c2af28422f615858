export { ParamsTable as default } from "../components/params-table.tsx";
