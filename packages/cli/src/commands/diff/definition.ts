import type { CommandDefinition } from "../../command-definition.ts";
import { SIDE } from "../../command-options/side.ts";

/** The syntax of `crosstag diff`. */
export const diffCommand: CommandDefinition = {
  name: "diff",
  summary: "compare two clouds, two inventories, or one of each",
  operands: [
    { syntax: "<left>", description: SIDE, completes: "side" },
    { syntax: "<right>", description: "what to compare it with: the same", completes: "side" },
  ],
  examples: [{ line: "crosstag diff monday.jsonl aws", what: "what has changed since; exit code 2 if something has" }],
  load: () => import("./run.ts"),
};
