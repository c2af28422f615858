import type { CharacterRule, TagRule } from "./tag-rules.ts";
import { LENGTH_UNIT_NAMES } from "./text-problem.ts";

/** What a rule requires, for tables. `mark` is how the table writes prefixes; default: as they are. */
export function describeRule(rule: TagRule, mark: (text: string) => string = (text) => text): string {
  switch (rule.check) {
    case "length":
      return `${rule.of}: ${rule.minimum} to ${rule.maximum} ${LENGTH_UNIT_NAMES[rule.unit]}`;
    case "characters":
      return `${rule.of}: ${charactersOf(rule)}`;
    case "letter-case":
      return `${rule.of}: no upper-case letters`;
    case "reserved-prefix":
      return `${rule.of}: not beginning with ${rule.prefixes.map(mark).join(", ")}${rule.caseSensitive ? "" : " in any case"}`;
    case "count":
      return `at most ${rule.maximum} tags on a resource`;
    case "case-collision":
      return "no two keys that differ in case only";
  }
}

function charactersOf({ description, first, last }: CharacterRule): string {
  return [
    description,
    ...(first === undefined ? [] : [`first character: ${first.description}`]),
    ...(last === undefined ? [] : [`last character: ${last.description}`]),
  ].join("; ");
}
