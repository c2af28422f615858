import type { OptionDefinition } from "../command-syntax.ts";

/** Options that select resources by their tags and other facts. All conditions must match. */
export const CONDITION_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--filter <condition>",
    description:
      "only resources with this tag: team, team=payments, team=pay*, team= (empty), team!=payments; repeatable",
    repeatable: true,
    completes: "tag",
  },
  {
    flags: "--missing <key>",
    description: "only resources without this tag key; * and ? are wildcards; repeatable",
    repeatable: true,
    completes: "tag-key",
  },
  {
    flags: "--where <condition>",
    description:
      "only resources with this fact: state=enabled, origin=external, manager=customer, created<2026-01-01, age>90d, expires<30d, expires=never, alias=alias/pay*; one more read for each resource that matches the tags, and for aliases one list for each cloud; repeatable",
    repeatable: true,
  },
];
