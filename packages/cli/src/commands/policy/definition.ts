import type { CommandDefinition } from "../../command-definition.ts";

/** The syntax of `crosstag policy`. */
export const policyCommand: CommandDefinition = {
  name: "policy",
  summary: "test a policy against its own examples, or import the tag policies of AWS Organizations or Alibaba Cloud",
  operands: [
    { syntax: "<action>", description: "test, import or init", choices: ["test", "import", "init"] },
    {
      syntax: "[files...]",
      completes: "file",
      description:
        "test: the policy; import: tag policies, from the root of the organization to the account; init: the file to write",
    },
  ],
  options: [
    { flags: "--from <cloud>", description: "import: whose tag policies", choices: ["aws", "alibaba"] },
    {
      flags: "--out <file>",
      description: "import: write the policy there (default: standard output)",
      completes: "file",
    },
  ],
  examples: [
    { line: "crosstag policy init", what: "writes crosstag-policy.yaml to start with" },
    { line: "crosstag policy test crosstag-policy.yaml", what: "checks the policy against its own examples" },
    { line: "crosstag policy import root.json account.json --from aws --out policy.yaml", what: "what is in effect" },
    {
      line: "crosstag policy import root.json --from aws --account 111122223333",
      what: "limits the policy to this account (default: every account of the cloud)",
    },
  ],
  load: () => import("./run.ts"),
};
