import type { CommandDefinition } from "../../command-definition.ts";
import { RUN_OPTIONS, ALLOW_CONCURRENT } from "../../command-options/run-options.ts";

/** The syntax of `crosstag apply`. */
export const applyCommand: CommandDefinition = {
  name: "apply",
  summary: "apply a plan as fast as the quotas allow, as a run that can be resumed and undone",
  operands: [{ syntax: "<plan>", description: "a plan file" }],
  options: [
    {
      flags: "--digest <hash>",
      description: "refuse the plan unless it has this digest, as printed by `crosstag plan`",
    },
    ...RUN_OPTIONS,
    ALLOW_CONCURRENT,
  ],
  examples: [
    { line: "crosstag apply plan.json", what: "all of it" },
    { line: "crosstag apply plan.json --digest sha256:…", what: "only the plan that was reviewed" },
    { line: "crosstag apply plan.json --canary 10 --max-failures 1%", what: "carefully" },
  ],
  load: () => import("./run.ts"),
};
