import type { CommandDefinition } from "../../command-definition.ts";
import { WRITTEN_FILES } from "../../command-options/written-files.ts";

/** The syntax of `crosstag schema`. */
export const schemaCommand: CommandDefinition = {
  name: "schema",
  summary: "print the JSON Schema of a file that people write, for editors",
  operands: [{ syntax: "<file>", description: WRITTEN_FILES.join(", "), choices: WRITTEN_FILES }],
  examples: [{ line: "crosstag schema policy > crosstag-policy.schema.json", what: "for the settings of an editor" }],
  load: () => import("./run.ts"),
};
