import type { CommandDefinition } from "../../command-definition.ts";
import { DESIRED_STATE_OPTIONS } from "../../command-options/desired-state-options.ts";
import { ON } from "../../command-options/database.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { RUN_OPTIONS, ALLOW_CONCURRENT } from "../../command-options/run-options.ts";

/** The syntax of `crosstag apply`. */
export const applyCommand: CommandDefinition = {
  name: "apply",
  summary: "apply a plan as fast as the quotas allow, as a run that can be resumed and undone",
  changes: true,
  operands: [
    { syntax: "[plan]", description: "a plan file (default: make a plan, show it and ask)", completes: "file" },
  ],
  options: [
    {
      flags: "--digest <hash>",
      description: "refuse the plan unless it has this digest, as printed by `crosstag plan`",
    },
    { flags: "--yes", description: "without a plan file: do not ask for confirmation" },
    ...DESIRED_STATE_OPTIONS,
    EXPAND,
    ...RUN_OPTIONS,
    ALLOW_CONCURRENT,
    ON,
  ],
  examples: [
    { line: "crosstag apply", what: "plans what crosstag-tags.yaml asks for, shows it and asks for confirmation" },
    { line: "crosstag apply plan.json", what: "a plan that was reviewed" },
    { line: "crosstag apply plan.json --digest sha256:…", what: "only if it is still the plan that was reviewed" },
    { line: "crosstag apply plan.json --canary 10 --max-failures 1%", what: "carefully" },
    { line: "crosstag apply plan.json --on postgres://crosstag@db.example.com/crosstag", what: "by workers" },
  ],
  load: () => import("./run.ts"),
};
