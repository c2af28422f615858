export { ApiTester as default } from "../components/api-tester.tsx";
