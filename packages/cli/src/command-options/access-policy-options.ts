import type { OptionDefinition } from "../command-syntax.ts";

/** For every command that plans: permissions to use a resource can depend on its tags. */
export const ACCESS_POLICY_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--access-policy <file>",
    description: "warn if a change affects tags that this policy (key policy, IAM, RAM, CAM) refers to; repeatable",
    repeatable: true,
    completes: "file",
  },
  {
    flags: "--read-access-policies",
    description:
      "also read the policy of each resource that would change (AWS: of keys and secrets), and warn about it",
  },
];
