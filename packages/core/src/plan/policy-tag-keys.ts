/** Condition keys of both clouds' policies that refer to a tag of the resource; the tag key follows the slash. */
const TAG_CONDITION = /^(?:aws:ResourceTag|kms:ResourceTag|acs:ResourceTag|kms:tag)\/(.+)$/i;

/** The same in a policy variable, anywhere in a text: `${aws:ResourceTag/team}`. */
const TAG_VARIABLE = /\$\{(?:aws:ResourceTag|kms:ResourceTag|acs:ResourceTag|kms:tag)\/([^}]+)\}/gi;

/**
 * Tag keys of resources that a policy document refers to in its conditions or variables, in whatever statement. Upper and lower case
 * are kept: the clouds' conditions do not agree on whether it counts.
 */
export function policyTagKeys(document: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") for (const match of value.matchAll(TAG_VARIABLE)) found.add(match[1] as string);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const tagKey = TAG_CONDITION.exec(key)?.[1];
      if (tagKey !== undefined) found.add(tagKey);
      visit(inner);
    }
  };
  visit(document);
  return found;
}
