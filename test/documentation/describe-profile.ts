import type { Provenance, TagRule } from "@crosstag/core";
import type { Capability } from "@crosstag/core/driver";
import { LENGTH_UNIT_NAMES } from "@crosstag/core/internal";
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
  switch (rule.check) {
    case "length":
      return `${rule.of}: ${rule.minimum} to ${rule.maximum} ${LENGTH_UNIT_NAMES[rule.unit]}`;
    case "characters":
      return `${rule.of}: ${escape(rule.description)}`;
    case "reserved-prefix":
      return `${rule.of}: not beginning with ${rule.prefixes.map((prefix) => `\`${prefix}\``).join(", ")}${rule.caseSensitive ? "" : " in any case"}`;
    case "count":
      return `at most ${rule.maximum} tags on a resource`;
    case "case-collision":
      return "no two keys that differ in case only";
  }
}

export function describeSource({ source, verifiedOn, status }: Provenance): string {
  const link = source.startsWith("https://") ? `[${status}](${source})` : `${status}: ${escape(source)}`;
  return `${link}, ${verifiedOn}`;
}
