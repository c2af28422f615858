import type { CommandDefinition } from "../command-definition.ts";
import type { OptionDefinition } from "../command-syntax.ts";
import { ACCESS_POLICY_OPTIONS } from "./access-policy-options.ts";
import { KINDS } from "./kinds.ts";

/** Which resources, and under which policy. */
const COMMON_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--policy <file>",
    description: "the policy (default: crosstag-policy.yaml); - for standard input",
    completes: "file",
  },
  { flags: "--waivers <file>", description: "file with exceptions that end on a date", completes: "file" },
  {
    flags: "--kind <kinds>",
    description: "only these kinds; not together with references",
    list: true,
    choices: KINDS,
  },
  { flags: "--resources <file>", description: "read references from a file, as for `list`", completes: "file" },
  {
    flags: "--no-describe",
    description:
      "do not look up the state and the manager of each resource: faster, but keys that the cloud manages are checked, too",
  },
];

/** Commands that check tags against a policy. */
export const COMPLIANCE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "check",
    summary: "check the tags of resources against a policy",
    operands: [
      {
        syntax: "[references...]",
        description: "resources to work on (default: every resource of the selected clouds)",
      },
    ],
    options: [
      ...COMMON_OPTIONS,
      {
        flags: "--fail-on <severity>",
        description: "exit with 2 if there is a finding of this severity or a higher one",
        choices: ["info", "warning", "error", "never"],
        default: "error",
      },
      {
        flags: "--report <report>",
        description: "also write a report: json, csv, sarif, junit, markdown or html=FILE; repeatable",
        repeatable: true,
      },
      {
        flags: "--baseline <file>",
        description: "an earlier JSON report; findings that are in it do not fail the check",
        completes: "file",
      },
      {
        flags: "--trend <file>",
        description: "an earlier JSON report, for the trend in the HTML report; repeatable",
        repeatable: true,
        completes: "file",
      },
      {
        flags: "--inventory <file>",
        description: "check an inventory that `export` wrote instead of a cloud; - for standard input",
        completes: "file",
      },
    ],
    examples: [
      { line: "crosstag check", what: "everything in the configured clouds" },
      { line: "crosstag check --report sarif=tags.sarif --report html=tags.html", what: "in CI" },
      { line: "crosstag check --baseline accepted.json --fail-on warning", what: "only what is new fails" },
    ],
    load: () => import("../commands/check.ts"),
  },
  {
    name: "enforce",
    summary: "plan automatic fixes for policy violations, and list violations that need manual action",
    operands: [
      {
        syntax: "[references...]",
        description: "resources to work on (default: every resource of the selected clouds)",
      },
    ],
    options: [
      ...COMMON_OPTIONS,
      { flags: "--out <file>", description: "write the plan, for review and for `crosstag apply`", completes: "file" },
      {
        flags: "--mark <mark>",
        description:
          "tag resources that need manual action, unless they have the tag: fix-by=2026-12-31 or fix-by=+14d; repeatable",
        repeatable: true,
      },
      {
        flags: "--unmark <key>",
        description:
          "remove this mark from resources that no longer need manual action, if its value is a date; repeatable",
        repeatable: true,
      },
      { flags: "--change-software-tags", description: "also change tags that other software depends on" },
      ...ACCESS_POLICY_OPTIONS,
    ],
    examples: [
      { line: "crosstag enforce --out plan.json", what: "review it; then: crosstag apply plan.json" },
      {
        line: "crosstag enforce --out plan.json --mark fix-by=+14d --unmark fix-by",
        what: "with a deadline for the rest",
      },
    ],
    load: () => import("../commands/enforce.ts"),
  },
  {
    name: "policy",
    summary: "test a policy against its own examples, or import the tag policies of AWS Organizations or Alibaba Cloud",
    operands: [
      { syntax: "<action>", description: "test or import", choices: ["test", "import"] },
      {
        syntax: "[files...]",
        description: "test: the policy; import: tag policies, from the root of the organization to the account",
      },
    ],
    options: [
      { flags: "--from <cloud>", description: "import: whose tag policies", choices: ["aws", "alibaba"] },
      {
        flags: "--account <account>",
        description: "import: limit the policy to this account; repeatable (default: every account of the cloud)",
        repeatable: true,
      },
      {
        flags: "--out <file>",
        description: "import: write the policy there (default: standard output)",
        completes: "file",
      },
    ],
    examples: [
      { line: "crosstag policy test crosstag-policy.yaml", what: "checks the policy against its own examples" },
      { line: "crosstag policy import root.json account.json --from aws --out policy.yaml", what: "what is in effect" },
    ],
    load: () => import("../commands/policy.ts"),
  },
];
