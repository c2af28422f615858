import type { Tag } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";

/** What the product itself demands of a list of tags, whatever the cloud. All violations at once. */
export function checkTagList(tags: readonly Tag[]): readonly Violation[] {
  if (tags.length === 0) return [emptyList("tags", "Give at least one tag.")];
  const violations: Violation[] = [];
  const firstPosition = new Map<string, number>();
  tags.forEach(({ key, value }, position) => {
    if (typeof key !== "string" || typeof value !== "string") {
      const part = typeof key === "string" ? "value" : "key";
      violations.push({
        ...(typeof key === "string" && { key }),
        severity: "error",
        rule: "crosstag.not-a-string",
        position,
        message: `The tag ${part} at position ${position + 1} is ${typeName(part === "key" ? key : value)}, not a string.`,
        fix: "Use a string; for an empty value, use an empty string.",
      });
      return;
    }
    const first = firstPosition.get(key);
    if (first === undefined) firstPosition.set(key, position);
    else violations.push(duplicate(key, position, first));
    if (!key.isWellFormed()) violations.push(illFormed("key", key, position));
    if (!value.isWellFormed()) violations.push(illFormed("value", key, position));
  });
  return violations;
}

/** The same for the tag keys of an untag request. */
export function checkTagKeyList(keys: readonly string[]): readonly Violation[] {
  if (keys.length === 0)
    return [emptyList("tagKeys", "Give at least one tag key, or say `all: true` to take every tag away.")];
  return checkTagList(keys.map((key) => ({ key, value: "" })));
}

function emptyList(name: string, fix: string): Violation {
  return { severity: "error", rule: "crosstag.empty-list", message: `The list \`${name}\` is empty.`, fix };
}

function duplicate(key: string, position: number, first: number): Violation {
  return {
    severity: "error",
    rule: "crosstag.duplicate-key",
    key,
    position,
    message: `The tag key ${JSON.stringify(key)} is given twice, at positions ${first + 1} and ${position + 1}.`,
    fix: "Give each tag key once.",
  };
}

// A lone half of a surrogate pair has no UTF-8 form: every encoder would silently send U+FFFD instead.
function illFormed(part: "key" | "value", key: string, position: number): Violation {
  return {
    severity: "error",
    rule: "crosstag.ill-formed-text",
    key: key.toWellFormed(),
    position,
    message: `The ${part} of the tag at position ${position + 1} contains half a character (a lone surrogate) and cannot be sent.`,
    fix: "Use well-formed Unicode text.",
  };
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return value === undefined ? "missing" : `a ${typeof value}`;
}
