import type { CommandDefinition } from "../../command-definition.ts";
import { REFERENCES, RESOURCES, RESOLVE_ALIASES, RESERVED } from "../../command-options/resource-options.ts";
import { SHIPPED_CLOUDS } from "../../command-options/shipped-clouds.ts";

/** The syntax of `crosstag tag`. */
export const tagCommand: CommandDefinition = {
  name: "tag",
  summary: "add tags to resources, or overwrite their values",
  operands: [{ syntax: "[references...]", description: REFERENCES }],
  options: [
    {
      flags: "--set <tag>",
      description: 'team=payments, Key=team,Value=payments, {"team":"payments"} or @file.yaml; repeatable',
      repeatable: true,
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
    { flags: "--no-read-first", description: "write without reading the tags first" },
  ],
  examples: [
    {
      line: "crosstag tag arn:aws:kms:eu-central-1:111122223333:key/1234abcd-… --set team=payments",
      what: "one key",
    },
    {
      line: "crosstag tag arn:aws:kms:… acs:kms:… --set team=payments --set stage=production",
      what: "keys of two clouds in one call",
    },
    {
      line: "crosstag list --output jsonl | crosstag tag --resources - --set @tags.yaml --dry-run",
      what: "what would change everywhere",
    },
  ],
  load: () => import("./run.ts"),
};
