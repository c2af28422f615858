import type { CharacterRule, TagRule } from "../../rules/tag-rules.ts";
import type { TagSet } from "../../model/tag-set.ts";
import { textLength } from "../text-length.ts";

/**
 * The first of the cloud's demands that a tag of a write breaks, by rule id. Written apart from the rules engine on
 * purpose: the cloud has to notice where the engine lets something through.
 */
export function tagFault(tags: TagSet, rules: readonly TagRule[]): string | undefined {
  for (const rule of rules) {
    if (rule.severity === "error" && [...tags].some(([key, value]) => breaks(rule, key, value))) return rule.id;
  }
  return undefined;
}

function breaks(rule: TagRule, key: string, value: string): boolean {
  switch (rule.check) {
    case "length": {
      const length = textLength(rule.of === "key" ? key : value, rule.unit);
      return length < rule.minimum || length > rule.maximum;
    }
    case "characters":
      return !isSpelled(rule, rule.of === "key" ? key : value);
    case "letter-case":
      return /[\p{Lu}\p{Lt}]/u.test(rule.of === "key" ? key : value);
    case "reserved-prefix": {
      const fold = (text: string): string => (rule.caseSensitive ? text : text.toLowerCase());
      return rule.prefixes.some((prefix) => fold(rule.of === "key" ? key : value).startsWith(fold(prefix)));
    }
    case "count":
    case "case-collision":
      return false;
  }
}

function isSpelled({ allowed, first, last }: CharacterRule, text: string): boolean {
  const ofOne = (characters: string | undefined): RegExp => new RegExp(`^[${characters ?? allowed}]?$`, "u");
  return (
    new RegExp(`^[${allowed}]*$`, "u").test(text) &&
    ofOne(first?.allowed).test(Array.from(text)[0] ?? "") &&
    ofOne(last?.allowed).test(Array.from(text).at(-1) ?? "")
  );
}

/** How many tags of a resource count against the limit: all but those of the cloud's own. */
export function countedTags(tags: TagSet, rules: readonly TagRule[]): number {
  const reserved = rules.filter((rule) => rule.check === "reserved-prefix" && rule.of === "key");
  return [...tags.keys()].filter((key) => !reserved.some((rule) => breaks(rule, key, ""))).length;
}
