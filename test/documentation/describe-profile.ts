import type { Provenance, TagRule } from "@crosstag/core";
import type { Capability } from "@crosstag/core/driver";
import { describeRule as describe } from "@crosstag/core/internal";
import { escape } from "./markdown.ts";

/** The reason or the assumption, if there is one. */
export function explain(what: string, capability: Capability | undefined): readonly string[] {
  if (capability === undefined || capability.support === "yes") return [];
  const reason = capability.support === "no" ? capability.reason : capability.assumption;
  return [`- ${what}: ${capability.support}. ${escape(reason)} ([source](${capability.link}))`];
}

export function nameOf(rule: TagRule): string {
  switch (rule.check) {
    case "length":
    case "characters":
    case "letter-case":
      return `${rule.check} of a tag ${rule.of}`;
    case "reserved-prefix":
      return "reserved prefixes";
    case "count":
      return "tags on a resource";
    case "case-collision":
      return "keys that differ in case only";
  }
}

export function describeRule(rule: TagRule): string {
  return rule.check === "reserved-prefix" ? describe(rule, (prefix) => `\`${prefix}\``) : escape(describe(rule));
}

export function describeSource({ source, verifiedOn, status }: Provenance): string {
  const link = source.startsWith("https://") ? `[${status}](${source})` : `${status}: ${escape(source)}`;
  return `${link}, ${verifiedOn}`;
}
