import type { CommandDefinition } from "../../command-definition.ts";
import { MATCHING_OPTIONS } from "../../command-options/matching-options.ts";
import { REFERENCES, RESOURCES, RESOLVE_ALIASES, RESERVED } from "../../command-options/resource-options.ts";
import { SHIPPED_CLOUDS } from "../../command-options/shipped-clouds.ts";

/** The syntax of `crosstag tag`. */
export const tagCommand: CommandDefinition = {
  name: "tag",
  summary: "add tags to resources, or overwrite their values",
  changes: true,
  operands: [
    {
      syntax: "[arguments...]",
      description: `resources: ${REFERENCES}; tags to set: team=payments; tag keys to remove: stage-`,
    },
  ],
  options: [
    {
      flags: "--set <tag>",
      description: 'team=payments, Key=team,Value=payments, {"team":"payments"} or @file.yaml; repeatable',
      repeatable: true,
      completes: "tag",
    },
    RESOURCES,
    RESERVED,
    {
      flags: "--portable-to <clouds>",
      description:
        "also check the tags against the rules of these clouds: names of configured clouds, providers or dialects",
      list: true,
      suggestions: SHIPPED_CLOUDS,
    },
    RESOLVE_ALIASES,
    ...MATCHING_OPTIONS,
    { flags: "--no-read-first", description: "write without reading the tags first" },
  ],
  examples: [
    {
      line: "crosstag tag arn:aws:kms:eu-central-1:111122223333:key/1234abcd-… team=payments stage-",
      what: "one key: set a tag, and remove another",
    },
    {
      line: "crosstag tag arn:aws:kms:… acs:kms:… --set team=payments --set stage=production",
      what: "keys of two clouds in one call",
    },
    {
      line: "crosstag list --output jsonl | crosstag tag --resources - --set @tags.yaml --dry-run",
      what: "what would change everywhere",
    },
    {
      line: "crosstag tag --filter team=platform --set cost-center=4711",
      what: "every resource with this tag: shows how many, asks, and can be undone",
    },
  ],
  outputs: ["csv"],
  load: () => import("./run.ts"),
};
