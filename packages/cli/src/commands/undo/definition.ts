import type { CommandDefinition } from "../../command-definition.ts";
import { ON } from "../../command-options/database.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { RUN_OPTIONS } from "../../command-options/run-options.ts";

/** The syntax of `crosstag undo`. */
export const undoCommand: CommandDefinition = {
  name: "undo",
  summary: "restore the tags that a run changed, unless they have been changed since",
  changes: true,
  operands: [{ syntax: "<run>", description: "id of a run, the beginning of it, or: latest", completes: "run" }],
  options: [
    { flags: "--out <file>", description: "write the plan for the undo instead of applying it", completes: "file" },
    { flags: "--yes", description: "do not ask for confirmation" },
    EXPAND,
    ...RUN_OPTIONS,
    ON,
  ],
  examples: [
    { line: "crosstag undo latest", what: "shows the changes and asks for confirmation" },
    { line: "crosstag undo 20261125-072011 --out back.json", what: "for review; then: crosstag apply back.json" },
  ],
  load: () => import("./run.ts"),
};
