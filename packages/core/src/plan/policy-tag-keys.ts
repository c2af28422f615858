import type { PolicyLanguage } from "../driver/kms-profile.ts";

/** What a policy language says about conditions on tags. */
type TagConditionSyntax = Pick<PolicyLanguage, "tagConditionKeys" | "tagSeparator">;

/**
 * Tag keys of resources that a policy document refers to in its conditions, or in variables such as
 * `${aws:ResourceTag/team}`, in whatever statement. Upper and lower case are kept: the clouds' conditions do not agree on
 * whether it counts.
 * @param languages the policy languages of the clouds, from their profiles
 */
export function policyTagKeys(document: unknown, languages: readonly TagConditionSyntax[]): ReadonlySet<string> {
  const found = new Set<string>();
  const conditionKeys = languages.flatMap(({ tagConditionKeys }) => tagConditionKeys);
  if (conditionKeys.length === 0) return found;
  const names = conditionKeys.map((key) => escapeText(key)).join("|");
  const condition = new RegExp(`^(?:${names})/(.+)$`, "i");
  const variable = new RegExp(`\\$\\{(?:${names})/([^}]+)\\}`, "gi");
  const visit = (value: unknown): void => {
    if (typeof value === "string") for (const [, tagKey = ""] of value.matchAll(variable)) found.add(tagKey);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const tagKey = condition.exec(key)?.[1];
      if (tagKey !== undefined) found.add(tagKey);
      for (const one of keysOfWholeTags(key, inner, languages)) found.add(one);
      visit(inner);
    }
  };
  visit(document);
  return found;
}

/** The keys of `team&payments` and the like, in the value or the list of values of one condition. */
function keysOfWholeTags(key: string, values: unknown, languages: readonly TagConditionSyntax[]): readonly string[] {
  const folded = key.toLowerCase();
  const tags = (Array.isArray(values) ? values : [values]).filter((value) => typeof value === "string");
  return languages
    .filter(({ tagConditionKeys }) => tagConditionKeys.some((known) => known.toLowerCase() === folded))
    .flatMap(({ tagSeparator }) =>
      tagSeparator === undefined ? [] : tags.map((tag) => tag.split(tagSeparator)[0] ?? ""),
    )
    .filter((tagKey) => tagKey !== "");
}

/** As a part of a regular expression. */
function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
