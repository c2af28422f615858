import type { CommandDefinition } from "../../command-definition.ts";
import { ON } from "../../command-options/database.ts";
import { RUN_OPTIONS, ALLOW_CONCURRENT } from "../../command-options/run-options.ts";

/** The syntax of `crosstag resume`. */
export const resumeCommand: CommandDefinition = {
  name: "resume",
  summary: "continue a run that was interrupted, without repeating finished work",
  changes: true,
  operands: [{ syntax: "<run>", description: "id of a run, the beginning of it, or: latest", completes: "run" }],
  options: [...RUN_OPTIONS, ALLOW_CONCURRENT, ON],
  examples: [{ line: "crosstag resume latest", what: "the latest run" }],
  load: () => import("./run.ts"),
};
