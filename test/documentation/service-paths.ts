import openapiTS, { astToString } from "openapi-typescript";
import { openApiDocument } from "../../packages/operations/build/openapi.ts";

/** Where the types of a generated client are, from the root of the repository. */
export const SERVICE_PATHS_FILE = "test/end-to-end/service-paths.ts";

/** The types that `openapi-typescript` makes of `openapi.json`. */
export async function servicePaths(): Promise<string> {
  const types = astToString(await openapiTS(JSON.stringify(openApiDocument())));
  return `// Generated from openapi.json by \`npm run docs:generate\`.\n\n${types}`;
}
