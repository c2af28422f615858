import type { CommandDefinition } from "../../command-definition.ts";
import { CONDITION_OPTIONS } from "../../command-options/condition-options.ts";
import { REFERENCES, RESOURCES, KIND_FILTER, RESOLVE_ALIASES } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag list`. */
export const listCommand: CommandDefinition = {
  name: "list",
  summary: "show the tags of the given resources, or of all resources",
  operands: [
    { syntax: "[references...]", description: `${REFERENCES} (default: every resource of the selected clouds)` },
  ],
  options: [
    KIND_FILTER,
    ...CONDITION_OPTIONS,
    {
      flags: "--describe",
      description:
        "also read state, manager, origin, dates, description and aliases; one more call for each resource, and one list of aliases for each cloud",
    },
    { flags: "--include-reserved", description: "also show tags that the cloud reserves" },
    RESOURCES,
    RESOLVE_ALIASES,
  ],
  examples: [
    { line: "crosstag list", what: "everything in the configured clouds" },
    { line: "crosstag list --cloud production --kind key --output jsonl", what: "a JSON line for each key" },
    { line: "crosstag list --missing owner --where state=enabled", what: "enabled keys that no team owns" },
    { line: "crosstag list --where 'alias=alias/pay*'", what: "keys by the names of their aliases" },
    {
      line: "crosstag list -o wide",
      what: "also with aliases, state and description; one more call for each resource",
    },
    { line: "crosstag list --query 'resources[].reference' -o yaml", what: "a part of the data" },
  ],
  outputs: ["wide", "csv"],
  load: () => import("./run.ts"),
};
