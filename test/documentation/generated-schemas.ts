import { configurationJsonSchema } from "@crosstag/config";
import { accessJsonSchema } from "@crosstag/config/access";
import { desiredStateJsonSchema } from "@crosstag/config/desired-state";
import { mappingJsonSchema } from "@crosstag/config/mapping";
import { policyJsonSchema, waiversJsonSchema } from "@crosstag/config/policy";
import { OPENAPI_FILE, openApiDocument } from "../../packages/operations/build/openapi.ts";
import { formatted } from "./formatted.ts";

/** Paths and texts of `openapi.json` and of the JSON Schemas of the files that people write, formatted as `npm run format` would. */
export async function generatedSchemas(): Promise<ReadonlyMap<string, string>> {
  const schemas: readonly (readonly [path: string, schema: object])[] = [
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
      schemas.map(async ([path, schema]) => [path, await formatted(path, JSON.stringify(schema))] as const),
    ),
  );
}
