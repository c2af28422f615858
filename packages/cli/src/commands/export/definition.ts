import type { CommandDefinition } from "../../command-definition.ts";
import { CONDITION_OPTIONS } from "../../command-options/condition-options.ts";
import { OPTIONAL_REFERENCES, RESOURCES_AS_FOR_LIST, KIND_FILTER } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag export`. */
export const exportCommand: CommandDefinition = {
  name: "export",
  summary: "write an inventory: every resource with its tags",
  operands: [OPTIONAL_REFERENCES],
  outputs: ["csv"],
  options: [
    {
      flags: "--format <format>",
      description: "JSON lines, or CSV (default: by the name of the file, else jsonl)",
      choices: ["jsonl", "csv"],
    },
    { flags: "--bom", description: "begin CSV with a byte order mark, so that Excel reads it as UTF-8" },
    {
      flags: "--out <file>",
      description: "write to this file; an earlier inventory is replaced (default: standard output)",
      completes: "file",
    },
    KIND_FILTER,
    ...CONDITION_OPTIONS,
    RESOURCES_AS_FOR_LIST,
    { flags: "--resolve-aliases", description: "look up which key an alias refers to" },
    { flags: "--aliases", description: "also write the aliases of keys; one list for each cloud" },
    { flags: "--include-reserved", description: "also write tags that the cloud reserves" },
  ],
  examples: [
    { line: "crosstag export --cloud aws --out aws.jsonl", what: "all of AWS, for use where AWS cannot be reached" },
    { line: "crosstag export --format csv > tags.csv", what: "for a spreadsheet, which will not run formulas in it" },
  ],
  load: () => import("./run.ts"),
};
