import type { OptionDefinition } from "../command-syntax.ts";
import { KIND_FILTER, RESOURCES_AS_FOR_LIST } from "./resource-options.ts";

/** Which resources, and under which policy. */
export const CHECK_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--policy <file>",
    description: "the policy (default: crosstag-policy.yaml); - for standard input",
    completes: "file",
  },
  { flags: "--waivers <file>", description: "file with exceptions that end on a date", completes: "file" },
  KIND_FILTER,
  RESOURCES_AS_FOR_LIST,
  {
    flags: "--no-describe",
    description:
      "do not look up the state and the manager of each resource: faster, but keys that the cloud manages are checked, too",
  },
];
