import type { OptionDefinition } from "../command-syntax.ts";

/** For every command that plans: who may use a resource can hang on its tags. */
export const ACCESS_POLICY_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--access-policy <file>",
    description: "warn of changes to tags that this key policy, IAM or RAM policy refers to; repeatable",
    repeatable: true,
    completes: "file",
  },
  {
    flags: "--read-access-policies",
    description:
      "also read the policy of each resource that would change (AWS: the key policy), and warn in the same way",
  },
];
