import { configurationJsonSchema } from "@crosstag/config";
import { accessJsonSchema } from "@crosstag/config/access";
import { desiredStateJsonSchema } from "@crosstag/config/desired-state";
import { mappingJsonSchema } from "@crosstag/config/mapping";
import { policyJsonSchema, waiversJsonSchema } from "@crosstag/config/policy";
import { format } from "oxfmt";

/** Paths and texts of the JSON Schemas of the files that people write, formatted as `npm run format` would. */
export async function generatedSchemas(): Promise<ReadonlyMap<string, string>> {
  const schemas: readonly (readonly [name: string, schema: object])[] = [
    ["crosstag.schema.json", configurationJsonSchema()],
    ["crosstag-access.schema.json", accessJsonSchema()],
    ["crosstag-map.schema.json", mappingJsonSchema()],
    ["crosstag-policy.schema.json", policyJsonSchema()],
    ["crosstag-tags.schema.json", desiredStateJsonSchema()],
    ["crosstag-waivers.schema.json", waiversJsonSchema()],
  ];
  return new Map(
    await Promise.all(
      schemas.map(async ([name, schema]) => {
        const path = `packages/config/${name}`;
        return [path, (await format(path, JSON.stringify(schema))).code] as const;
      }),
    ),
  );
}
