import type { CommandDefinition } from "../../command-definition.ts";
import { ACCESS_POLICY_OPTIONS } from "../../command-options/access-policy-options.ts";

/** The syntax of `crosstag plan`. */
export const planCommand: CommandDefinition = {
  name: "plan",
  summary: "show what has to change to reach the desired tags, and how long that takes",
  operands: [{ syntax: "[plan]", description: "a plan file: show it instead of making a plan" }],
  options: [
    {
      flags: "-f, --file <file>",
      description: "the desired tags (default: crosstag-tags.yaml); - for standard input",
      completes: "file",
    },
    { flags: "--out <file>", description: "write the plan, for review and for `crosstag apply`", completes: "file" },
    { flags: "--detailed-exitcode", description: "exit with 2 if there is something to change" },
    { flags: "--change-software-tags", description: "also change tags that other software depends on" },
    ...ACCESS_POLICY_OPTIONS,
    {
      flags: "--describe-states <when>",
      description: "skip resources whose state does not allow a change; costs a read for each that would change",
      choices: ["when-cheap", "always", "never"],
      default: "when-cheap",
    },
  ],
  examples: [
    { line: "crosstag plan --out plan.json", what: "what crosstag-tags.yaml asks for, written down" },
    { line: "crosstag plan -f tags.yaml --detailed-exitcode", what: "in CI: 0 nothing to do, 2 something to do" },
  ],
  load: () => import("./run.ts"),
};
