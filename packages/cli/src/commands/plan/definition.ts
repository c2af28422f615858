import type { CommandDefinition } from "../../command-definition.ts";
import { DESIRED_STATE_OPTIONS } from "../../command-options/desired-state-options.ts";
import { EXPAND } from "../../command-options/expand.ts";

/** The syntax of `crosstag plan`. */
export const planCommand: CommandDefinition = {
  name: "plan",
  summary: "show what has to change to reach the desired tags, and how long that takes",
  operands: [{ syntax: "[plan]", description: "a plan file: show it instead of making a plan", completes: "file" }],
  options: [
    ...DESIRED_STATE_OPTIONS,
    {
      flags: "--out <file>",
      description: "write the plan, for review and for `crosstag apply`; an earlier plan is replaced",
      completes: "file",
    },
    { flags: "--detailed-exitcode", description: "exit with 2 if there is something to change" },
    EXPAND,
  ],
  examples: [
    { line: "crosstag plan --out plan.json", what: "what crosstag-tags.yaml asks for, written down" },
    { line: "crosstag plan -f tags.yaml --detailed-exitcode", what: "in CI: 0 nothing to do, 2 something to do" },
    { line: "crosstag plan -f tags.csv", what: "an export that was edited in a spreadsheet program" },
  ],
  load: () => import("./run.ts"),
};
