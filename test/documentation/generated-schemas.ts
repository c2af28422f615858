import { configurationJsonSchema } from "@crosstag/config";
import { accessJsonSchema } from "@crosstag/config/access";
import { desiredStateJsonSchema } from "@crosstag/config/desired-state";
import { mappingJsonSchema } from "@crosstag/config/mapping";
import { policyJsonSchema, waiversJsonSchema } from "@crosstag/config/policy";
import { OPENAPI_FILE, openApiDocument } from "../../packages/operations/build/openapi.ts";
import { formatted } from "./formatted.ts";
import { SERVICE_PATHS_FILE, servicePaths } from "./service-paths.ts";

/** Paths and texts of `openapi.json`, of the types that a client has from it, and of the JSON Schemas of the files that people write, formatted as `npm run format` would. */
export async function generatedSchemas(): Promise<ReadonlyMap<string, string>> {
  const schemas: readonly (readonly [path: string, schema: object | string])[] = [
    [SERVICE_PATHS_FILE, await servicePaths()],
    [OPENAPI_FILE, openApiDocument()],
    ["packages/config/crosstag.schema.json", configurationJsonSchema()],
    ["packages/config/crosstag-access.schema.json", accessJsonSchema()],
    ["packages/config/crosstag-map.schema.json", mappingJsonSchema()],
    ["packages/config/crosstag-policy.schema.json", policyJsonSchema()],
    ["packages/config/crosstag-tags.schema.json", desiredStateJsonSchema()],
    ["packages/config/crosstag-waivers.schema.json", waiversJsonSchema()],
  ];
  return new Map(
    await Promise.all(
      schemas.map(
        async ([path, schema]) =>
          [path, await formatted(path, typeof schema === "string" ? schema : JSON.stringify(schema))] as const,
      ),
    ),
  );
}
