import type { CommandDefinition } from "../../command-definition.ts";
import { MATCHING_OPTIONS } from "../../command-options/matching-options.ts";
import { REFERENCES, RESOURCES, RESOLVE_ALIASES, RESERVED } from "../../command-options/resource-options.ts";

/** The syntax of `crosstag untag`. */
export const untagCommand: CommandDefinition = {
  name: "untag",
  summary: "remove tags from resources",
  changes: true,
  operands: [{ syntax: "[arguments...]", description: `resources: ${REFERENCES}; tag keys to remove: stage-` }],
  options: [
    { flags: "--key <key>", description: "tag key to remove; repeatable", repeatable: true, completes: "tag-key" },
    { flags: "--all", description: "remove every tag except reserved tags" },
    RESOURCES,
    RESERVED,
    RESOLVE_ALIASES,
    ...MATCHING_OPTIONS,
    {
      flags: "--no-read-first",
      description: "remove without reading the tags first; the outcome says that they were not read",
    },
  ],
  examples: [
    {
      line: "crosstag untag acs:kms:cn-hangzhou:1234567890:key/key-hzz… --key team --key stage",
      what: "two tags of one key",
    },
    {
      line: "crosstag untag --resources keys.txt --key team",
      what: "one tag of many keys, in as few calls as the cloud allows",
    },
    { line: "crosstag untag --filter temporary --key temporary", what: "a tag of every resource that has it" },
  ],
  outputs: ["csv"],
  load: () => import("./run.ts"),
};
