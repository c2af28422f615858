import type { CommandDefinition } from "../../command-definition.ts";
import { KIND_SUGGESTIONS } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag providers`. */
export const providersCommand: CommandDefinition = {
  name: "providers",
  summary: "show what each cloud can do: capabilities, limits, rules, quotas, permissions",
  operands: [
    {
      syntax: "[clouds...]",
      completes: "cloud",
      description: "names of configured clouds, providers or dialects (default: every provider)",
    },
  ],
  options: [
    { flags: "--policy", description: "print a least-privilege policy for one provider" },
    {
      flags: "--allow <commands>",
      description: "with --policy: for these commands (default: list,tag,untag)",
      list: true,
      choices: ["list", "tag", "untag", "delete-key-material"],
    },
    {
      flags: "--kind <kinds>",
      description: "with --policy: for these kinds (default: the kinds of the KMS)",
      list: true,
      suggestions: KIND_SUGGESTIONS,
    },
  ],
  examples: [
    { line: "crosstag providers alibaba", what: "limits, rules and quotas, with sources" },
    { line: "crosstag providers aws --policy --allow list,tag", what: "an IAM policy" },
  ],
  load: () => import("./run.ts"),
};
