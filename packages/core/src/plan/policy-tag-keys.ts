/**
 * Tag keys of resources that a policy document refers to in its conditions, or in variables such as
 * `${aws:ResourceTag/team}`, in whatever statement. Upper and lower case are kept: the clouds' conditions do not agree on
 * whether it counts.
 * @param conditionKeys the condition keys that stand for a tag, from the profiles of the clouds
 */
export function policyTagKeys(document: unknown, conditionKeys: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
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
      visit(inner);
    }
  };
  visit(document);
  return found;
}

/** As a part of a regular expression. */
function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
