import { configurationJsonSchema } from "@crosstag/config";
import { format } from "oxfmt";

/** Paths and texts of the JSON Schemas of the files that people write, formatted as `npm run format` would. */
export async function generatedSchemas(): Promise<ReadonlyMap<string, string>> {
  const schemas: readonly (readonly [path: string, schema: object])[] = [
    ["packages/config/crosstag.schema.json", configurationJsonSchema()],
  ];
  return new Map(
    await Promise.all(
      schemas.map(async ([path, schema]) => [path, (await format(path, JSON.stringify(schema))).code] as const),
    ),
  );
}
