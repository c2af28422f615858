import type { PolicyRule, PolicyScope, TagCheck, TagCondition } from "./policy.ts";

/**
 * What a rule checks and on which resources, in words made from its conditions, for reports of rules without a text:
 * `The tag "env" is required and is one of prod, test. Only keys of aws.`
 */
export function describeRule(rule: PolicyRule): string {
  const { required = [], tags = {}, forbidden = [], forbiddenPatterns = [], spelling, maximumTags } = rule;
  const named = required.filter((key) => !Object.hasOwn(tags, key));
  const kept = [...forbidden, ...forbiddenPatterns.map((pattern) => `/${pattern}/`)];
  return [
    ...(named.length > 0 ? [`Required: ${named.map(quoted).join(", ")}.`] : []),
    ...Object.entries(tags).map(([key, check]) => describeTagCheck(key, check, required.includes(key))),
    ...(kept.length > 0 ? [`Forbidden: ${kept.join(", ")}.`] : []),
    ...(spelling === undefined ? [] : [`Spelled exactly: ${Object.keys(spelling).join(", ")}.`]),
    ...(maximumTags === undefined ? [] : [`At most ${maximumTags} tags.`]),
    ...scopesOf("Only", rule.scope),
    ...conditionsOf(rule.when),
    ...scopesOf("Except", rule.except),
  ].join(" ");
}

function describeTagCheck(key: string, check: TagCheck, isRequired: boolean): string {
  const { oneOf = [], like = [], spelling, matches, minLength, maxLength, format, equals } = check;
  const values = [...oneOf, ...like];
  const parts = [
    ...(check.required || isRequired ? ["is required"] : []),
    ...(values.length > 0 ? [`is one of ${values.join(", ")}`] : []),
    ...(spelling === undefined ? [] : [`is spelled ${Object.keys(spelling).join(", ")}`]),
    ...(matches === undefined ? [] : [`matches /${matches}/`]),
    ...(check.case === undefined ? [] : [`is in ${check.case} case`]),
    ...(minLength === undefined ? [] : [`has at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`has at most ${maxLength} characters`]),
    ...(format === undefined ? [] : [`has the format ${format}`]),
    ...(equals === undefined ? [] : [`is ${equals}`]),
  ];
  return `The tag ${quoted(key)} ${listOf(parts)}.`;
}

function scopesOf(word: "Only" | "Except", given: PolicyScope | readonly PolicyScope[] | undefined): readonly string[] {
  if (given === undefined) return [];
  return [`${word} ${each(given).map(describeScope).join("; or ")}.`];
}

function describeScope({ tags, ...names }: PolicyScope): string {
  const parts = Object.entries(names).map(([name, values]) => `${name}: ${values.join(", ")}`);
  return [...parts, ...(tags === undefined ? [] : [`tags: ${describeCondition(tags)}`])].join("; ") || "all resources";
}

function conditionsOf(given: TagCondition | readonly TagCondition[] | undefined): readonly string[] {
  if (given === undefined) return [];
  return [`If ${each(given).map(describeCondition).join("; or ")}.`];
}

function describeCondition(condition: TagCondition): string {
  const parts = Object.entries(condition).map(([key, value]) => {
    if (typeof value === "boolean") return `${quoted(key)} is ${value ? "present" : "absent"}`;
    return `${quoted(key)} is ${typeof value === "string" ? value : value.join(" or ")}`;
  });
  return listOf(parts);
}

function each<Thing extends object>(given: Thing | readonly Thing[]): readonly Thing[] {
  return isList(given) ? given : [given];
}

function isList<Thing extends object>(given: Thing | readonly Thing[]): given is readonly Thing[] {
  return Array.isArray(given);
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
