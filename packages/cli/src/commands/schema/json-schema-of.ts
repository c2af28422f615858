import { configurationJsonSchema } from "@crosstag/config";
import { accessJsonSchema } from "@crosstag/config/access";
import { desiredStateJsonSchema } from "@crosstag/config/desired-state";
import { mappingJsonSchema } from "@crosstag/config/mapping";
import { policyJsonSchema, waiversJsonSchema } from "@crosstag/config/policy";
import type { WrittenFile } from "../../command-options/written-files.ts";

const SCHEMAS = {
  configuration: configurationJsonSchema,
  tags: desiredStateJsonSchema,
  policy: policyJsonSchema,
  waivers: waiversJsonSchema,
  mapping: mappingJsonSchema,
  access: accessJsonSchema,
} satisfies Record<WrittenFile, () => object>;

/** The JSON Schema of a file that people write, as text. */
export function jsonSchemaOf(file: WrittenFile): string {
  return `${JSON.stringify(SCHEMAS[file](), null, 2)}\n`;
}
