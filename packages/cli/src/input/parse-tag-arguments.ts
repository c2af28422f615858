import type { Tag } from "@crosstag/core";
import { looksLikeReference } from "@crosstag/config/tables";
import { quoteForShell } from "../output/quote-for-shell.ts";
import { UsageError } from "../usage-error.ts";
import type { ConditionOptions } from "./read-conditions.ts";
import { parseTagShorthand } from "./parse-tags.ts";

/** The arguments of `tag` and `untag`, by what they are. */
export interface TagArguments {
  readonly references: readonly string[];
  /** From `team=payments`. */
  readonly tags: readonly Tag[];
  /** Tag keys, from `stage-`. */
  readonly removals: readonly string[];
}

/**
 * Distinguishes references, tags (`team=payments`) and tag keys to remove (`stage-`). What looks like a reference is one,
 * even if it contains `=` or ends with `-`: `secret/a=b`.
 */
export function parseTagArguments(operands: readonly string[]): TagArguments {
  const references: string[] = [];
  const tags: Tag[] = [];
  const removals: string[] = [];
  for (const operand of operands) {
    if (looksLikeReference(operand)) references.push(operand);
    else if (operand.includes("=")) tags.push(withoutBlanks(parseTagShorthand(operand, tags.length)));
    else if (operand.length > 1 && operand.endsWith("-")) removals.push(operand.slice(0, -1));
    else references.push(operand);
  }
  return { references, tags, removals };
}

/**
 * Blanks beside “=” are nearly always a slip, and would make another tag key or value.
 * @throws UsageError for a key or a value that begins or ends with a blank
 */
function withoutBlanks(tag: Tag): Tag {
  const { key, value } = tag;
  const place = key !== key.trim() ? "key" : value !== value.trim() ? "value" : undefined;
  if (place === undefined) return tag;
  // The value is not repeated.
  throw new UsageError(
    `The ${place} of the tag ${JSON.stringify(key.trim())} begins or ends with a blank.`,
    `Write ${key.trim()}=VALUE without blanks. If the blanks belong to the tag: --set ${quoteForShell(`${key}=VALUE`)}`,
  );
}

/** Options by which resources are found without their names. */
export interface FindingOptions extends ConditionOptions {
  readonly resources?: string;
}

/** What to type if an argument was meant as a tag, and was taken for a reference. */
export function hintOfReferences(
  references: readonly string[],
  option: "--set" | "--key",
  finding: FindingOptions = {},
): string | undefined {
  const end = option === "--set" ? /=/ : /-$/;
  const like = references.find((reference) => end.test(reference));
  if (like === undefined)
    return (option === "--set" ? hintOfColon(references) : undefined) ?? hintOfWord(references, option, finding);
  const text = option === "--key" ? like.slice(0, -1) : like;
  return `${JSON.stringify(like)} is read as a reference. If it is a tag: ${option} ${JSON.stringify(text)}`;
}

/** Other programs write `owner:zed`. A full name has more colons. */
function hintOfColon(references: readonly string[]): string | undefined {
  const like = references.find((reference) => /^[^:/]+:[^:/]*$/.test(reference));
  return (
    like && `${JSON.stringify(like)} is read as a reference. If it is a tag: ${quoteForShell(like.replace(":", "="))}`
  );
}

/** A word beside a reference that is named in full, or beside conditions: a tag key that misses its `=` or `-`. */
function hintOfWord(
  references: readonly string[],
  option: "--set" | "--key",
  { filter, missing, where, resources }: FindingOptions,
): string | undefined {
  const isFinding = [filter, missing, where, resources].some((given) => given !== undefined);
  if (!isFinding && !references.some(looksLikeReference)) return undefined;
  const like = references.find((reference) => /^[^:/]{1,30}$/.test(reference) && !looksLikeReference(reference));
  if (like === undefined) return undefined;
  const meant = option === "--set" ? `tag: ${quoteForShell(`${like}=VALUE`)}` : `tag key: ${quoteForShell(`${like}-`)}`;
  return `${JSON.stringify(like)} is read as a reference. If it is a ${meant}`;
}

/** @throws UsageError if a tag key is to be set and removed */
export function refuseContradictions(tags: readonly Tag[], removals: readonly string[]): void {
  const both = tags.find(({ key }) => removals.includes(key));
  if (both !== undefined)
    throw new UsageError(`The tag key ${JSON.stringify(both.key)} is set and removed.`, "Name it once.");
}
