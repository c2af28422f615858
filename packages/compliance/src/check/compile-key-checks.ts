import { compileGlobs, looksLike } from "@crosstag/core/internal";
import type { PolicyRule, Severity } from "../policy/policy.ts";
import { compileExpression } from "../policy/compile-expression.ts";
import type { CompiledCheck } from "./compile-tag-check.ts";
import type { Finding, Problem } from "./problem.ts";

/** Maximum number of cached results by tag key: many resources have the same few keys. */
const MOST_REMEMBERED = 1_000;

const NEEDED = "Another rule requires the tag or derives another tag from it, or a waiver depends on it.";

interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
}

/** Tag keys that a resource must not have. */
export function compileForbidden(
  { id: rule, severity }: RuleHead,
  { forbidden = [], forbiddenPatterns = [] }: PolicyRule,
): CompiledCheck | undefined {
  if (forbidden.length + forbiddenPatterns.length === 0) return undefined;
  const fits = compileGlobs(forbidden);
  const expressions = forbiddenPatterns.map((pattern) => compileExpression(pattern));
  const problemOf = remembered((tagKey): Problem | undefined => {
    if (!fits(tagKey) && !expressions.some((matches) => matches(tagKey))) return undefined;
    const name = JSON.stringify(tagKey);
    const message = `The tag ${name} is forbidden.`;
    const finding: Finding = { rule, severity, check: "forbidden", tagKey, message, fix: `Remove the tag ${name}.` };
    return { finding, fix: { kind: "remove", tagKey }, decide: NEEDED };
  });
  return ({ tags }, found) => {
    for (const tagKey of tags.keys()) {
      const problem = problemOf(tagKey);
      if (problem !== undefined) found.push(problem);
    }
  };
}

/** Tag keys whose spelling differs from the policy. */
export function compileSpelling(
  { id: rule, severity }: RuleHead,
  spelling: Readonly<Record<string, readonly string[]>>,
): CompiledCheck {
  const canonical = new Map<string, string>();
  for (const [key, others] of Object.entries(spelling))
    for (const variant of [key, ...others]) canonical.set(variant.toLowerCase(), key);
  // A key with a trailing space, or with invisible characters, looks like the canonical one.
  const canonicalOf = (tagKey: string) =>
    canonical.get(tagKey.toLowerCase()) ?? canonical.get(looksLike(tagKey).toLowerCase());
  const misspellingOf = remembered((tagKey): { readonly finding: Finding; readonly expected: string } | undefined => {
    const expected = canonicalOf(tagKey);
    if (expected === undefined || expected === tagKey) return undefined;
    const message = `The tag key ${JSON.stringify(tagKey)} is not spelled ${JSON.stringify(expected)}.`;
    const fix = `Rename it to ${JSON.stringify(expected)}.`;
    return { finding: { rule, severity, check: "key-spelling", tagKey, message, fix }, expected };
  });
  return ({ tags }, found) => {
    for (const [tagKey, value] of tags) {
      const misspelling = misspellingOf(tagKey);
      if (misspelling === undefined) continue;
      found.push(renaming(misspelling.finding, tagKey, misspelling.expected, value));
    }
  };
}

function renaming(finding: Finding, from: string, tagKey: string, value: string): Problem {
  const decide = `The resource has several spellings of ${JSON.stringify(tagKey)} with different values, or another rule or the cloud does not allow the rename.`;
  return { finding, fix: { kind: "rename", tagKey, value, from }, decide };
}

export function compileMaximumTags({ id: rule, severity }: RuleHead, most: number): CompiledCheck {
  const finding: Finding = {
    rule,
    severity,
    check: "maximum-tags",
    message: `The resource has more than ${most} tags.`,
    fix: "Remove tags that are not needed.",
  };
  const problem: Problem = { finding, decide: "The policy does not determine which tags to remove." };
  return ({ tags }, found) => {
    if (tags.size > most) found.push(problem);
  };
}

function remembered<Result>(compute: (tagKey: string) => Result): (tagKey: string) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (tagKey) => {
    const earlier = known.get(tagKey);
    if (earlier !== undefined) return earlier.result;
    const result = compute(tagKey);
    if (known.size < MOST_REMEMBERED) known.set(tagKey, { result });
    return result;
  };
}
