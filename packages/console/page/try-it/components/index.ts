export type { Parameter } from "../form/parameter.ts";
export { TryItServerContext, type TryItServer } from "../server/try-it-server.ts";
export { ApiExample, type ApiExampleProps, type ExampleRequest, type ExampleResponse } from "./api-example.tsx";
export { ApiTester, type ApiTesterProps } from "./api-tester.tsx";
export { ParamsTable, type ParamsTableProps } from "./params-table.tsx";
