import type { OptionDefinition } from "../command-syntax.ts";
import { ACCESS_POLICY_OPTIONS } from "./access-policy-options.ts";

/** For every command that plans from a file with the desired tags. */
export const DESIRED_STATE_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "-f, --file <file>",
    description:
      "the desired tags (default: crosstag-tags.yaml), or a CSV table: a row for each tag as `export` writes them, where an empty cell is an empty value, or a column for each tag key, where an empty cell leaves the tag as it is; in both, - removes the tag; - for standard input",
    completes: "file",
  },
  { flags: "--prune", description: "with a row for each tag: also remove the tags that the table does not have" },
  { flags: "--change-software-tags", description: "also change tags that other software depends on" },
  ...ACCESS_POLICY_OPTIONS,
  {
    flags: "--describe-states <when>",
    description:
      "skip resources whose state does not allow a change; costs a read for each that would change (default: when-cheap)",
    choices: ["when-cheap", "always", "never"],
  },
];
