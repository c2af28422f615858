import { z } from "zod";

/** A schema as JSON Schema, for editors, with the name of the file as its title. */
export function jsonSchema(title: string, schema: z.ZodType): Record<string, unknown> {
  return { title, ...toJsonSchema(schema) };
}

/** A schema as a part of another's JSON Schema. */
export function jsonSchemaPart(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...part } = toJsonSchema(schema);
  return part;
}

function toJsonSchema(schema: z.ZodType) {
  // Checks that JSON Schema cannot express are left to the parser.
  return z.toJSONSchema(schema, { target: "draft-7", unrepresentable: "any" });
}
