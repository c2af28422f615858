import type { CommandDefinition } from "../../command-definition.ts";
import { ACCESS_POLICY_OPTIONS } from "../../command-options/access-policy-options.ts";
import { CHECK_OPTIONS } from "../../command-options/check-options.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { PLAN_LIMITS } from "../../command-options/run-options.ts";
import { OPTIONAL_REFERENCES } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag enforce`. */
export const enforceCommand: CommandDefinition = {
  name: "enforce",
  summary: "plan automatic fixes for policy violations, and list violations that need manual action",
  changes: true,
  operands: [OPTIONAL_REFERENCES],
  options: [
    ...CHECK_OPTIONS,
    {
      flags: "--fail-on <what>",
      description: "exit with code 2 if resources need manual action, for schedules (default: never)",
      choices: ["manual", "never"],
    },
    {
      flags: "--out <file>",
      description: "write the plan, for review and for `crosstag apply`; an earlier plan is replaced",
      completes: "file",
    },
    {
      flags: "--mark <mark>",
      description:
        "tag resources that need manual action, unless they have the tag: fix-by=2026-12-31 or fix-by=+14d; repeatable",
      repeatable: true,
      completes: "tag",
    },
    {
      flags: "--unmark <key>",
      description:
        "remove this mark from resources that no longer need manual action, if its value is a date; repeatable",
      repeatable: true,
      completes: "tag-key",
    },
    { flags: "--change-software-tags", description: "also change tags that other software depends on" },
    ...ACCESS_POLICY_OPTIONS,
    ...PLAN_LIMITS,
    EXPAND,
  ],
  examples: [
    { line: "crosstag enforce --out plan.json", what: "review it; then: crosstag apply plan.json" },
    {
      line: "crosstag enforce --out plan.json --mark fix-by=+14d --unmark fix-by",
      what: "with a deadline for the rest",
    },
  ],
  load: () => import("./run.ts"),
};
