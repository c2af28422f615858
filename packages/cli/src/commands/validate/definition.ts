import type { CommandDefinition } from "../../command-definition.ts";
import { KIND_SUGGESTIONS } from "../../command-options/resource-options.ts";
import { SHIPPED_CLOUDS } from "../../command-options/shipped-clouds.ts";

/** The syntax of `crosstag validate`. */
export const validateCommand: CommandDefinition = {
  name: "validate",
  summary: "check offline which clouds accept tags, and show how to fix the others",
  operands: [{ syntax: "<tags...>", description: "tags such as team=payments, as for `tag --set`" }],
  options: [
    {
      flags: "--for <clouds>",
      description: "names of configured clouds, providers or dialects (default: every provider)",
      list: true,
      suggestions: SHIPPED_CLOUDS,
    },
    {
      flags: "--kind <kind>",
      description: "kind of resource that the tags are for, for example secret",
      suggestions: KIND_SUGGESTIONS,
      default: "key",
    },
  ],
  examples: [
    {
      line: "crosstag validate team=payments 'owner=Zoë' --for aws,alibaba",
      what: "do these tags fit AWS and Alibaba Cloud?",
    },
  ],
  load: () => import("./run.ts"),
};
