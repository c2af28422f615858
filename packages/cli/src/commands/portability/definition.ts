import type { CommandDefinition } from "../../command-definition.ts";
import { KIND_SUGGESTIONS } from "../../command-options/resource-options.ts";
import { SHIPPED_CLOUDS } from "../../command-options/shipped-clouds.ts";

/** The syntax of `crosstag portability`. */
export const portabilityCommand: CommandDefinition = {
  name: "portability",
  summary: "show which tags each cloud accepts as they are, which need a mapping, and which cannot be moved",
  operands: [{ syntax: "[tags...]", description: "as for `tag --set`; none with --inventory" }],
  options: [
    {
      flags: "--for <clouds>",
      description: "names of configured clouds, providers or dialects (default: every provider)",
      list: true,
      suggestions: SHIPPED_CLOUDS,
    },
    {
      flags: "--inventory <file>",
      description: "all tags of an inventory, as `export` writes it",
      completes: "file",
    },
    {
      flags: "--kind <kind>",
      description: "kind of resource that the tags are for, for example secret",
      suggestions: KIND_SUGGESTIONS,
      default: "key",
    },
    { flags: "--suggest <file>", description: "write a mapping for the tags that need one", completes: "file" },
  ],
  examples: [
    { line: "crosstag portability 'Owner=Zoë K.' --for alibaba", what: "can it go to Alibaba?" },
    { line: "crosstag portability --inventory aws.jsonl --for alibaba", what: "everything that was exported" },
  ],
  load: () => import("./run.ts"),
};
