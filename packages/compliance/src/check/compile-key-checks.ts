import { looksLike } from "@crosstag/core";
import type { PolicyRule, Severity } from "../policy/policy.ts";
import { compileExpression } from "../policy/compile-expression.ts";
import { compileGlobs } from "./compile-scope.ts";
import type { CompiledCheck } from "./compile-tag-check.ts";
import type { Finding, Problem } from "./problem.ts";

/** Tag keys that are remembered with what is wrong with them: many resources carry the same few. */
const MOST_REMEMBERED = 1_000;

const WANTED = "Another rule wants the tag to be there, makes another tag from it, or has a waiver that goes by it.";

interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
}

/** Tag keys that must not be there. */
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
    const message = `The tag ${name} must not be there.`;
    const finding: Finding = { rule, severity, check: "forbidden", tagKey, message, fix: `Take the tag ${name} away.` };
    return { finding, fix: { kind: "remove", tagKey }, decide: WANTED };
  });
  return ({ tags }, found) => {
    for (const tagKey of tags.keys()) {
      const problem = problemOf(tagKey);
      if (problem !== undefined) found.push(problem);
    }
  };
}

/** Tag keys that are written in another way than the policy has it. */
export function compileSpelling(
  { id: rule, severity }: RuleHead,
  spelling: Readonly<Record<string, readonly string[]>>,
): CompiledCheck {
  const canonical = new Map<string, string>();
  for (const [key, others] of Object.entries(spelling))
    for (const variant of [key, ...others]) canonical.set(variant.toLowerCase(), key);
  // A key with a blank behind it, or with what cannot be seen, looks like the one that is wanted.
  const wantedOf = (tagKey: string) =>
    canonical.get(tagKey.toLowerCase()) ?? canonical.get(looksLike(tagKey).toLowerCase());
  const findingOf = remembered((tagKey): Finding | undefined => {
    const wanted = wantedOf(tagKey);
    if (wanted === undefined || wanted === tagKey) return undefined;
    const message = `The tag key ${JSON.stringify(tagKey)} is written in another way than ${JSON.stringify(wanted)}.`;
    return { rule, severity, check: "key-spelling", tagKey, message, fix: `Rename it to ${JSON.stringify(wanted)}.` };
  });
  return ({ tags }, found) => {
    for (const [tagKey, value] of tags) {
      const finding = findingOf(tagKey);
      if (finding === undefined) continue;
      const wanted = wantedOf(tagKey) as string;
      found.push(renaming(finding, tagKey, wanted, value));
    }
  };
}

function renaming(finding: Finding, from: string, tagKey: string, value: string): Problem {
  const decide = `The key ${JSON.stringify(tagKey)} has another value, more than one spelling of it is there, or another rule or the cloud is in the way; which counts is not to be guessed.`;
  return { finding, fix: { kind: "rename", tagKey, value, from }, decide };
}

export function compileMaximumTags({ id: rule, severity }: RuleHead, most: number): CompiledCheck {
  const finding: Finding = {
    rule,
    severity,
    check: "maximum-tags",
    message: `There are more than ${most} tags.`,
    fix: "Take away those that nobody needs.",
  };
  const problem: Problem = { finding, decide: "Which tags can go is for a person to say." };
  return ({ tags }, found) => {
    if (tags.size > most) found.push(problem);
  };
}

function remembered<Result>(compute: (tagKey: string) => Result): (tagKey: string) => Result {
  const known = new Map<string, Result>();
  return (tagKey) => {
    if (known.has(tagKey)) return known.get(tagKey) as Result;
    const result = compute(tagKey);
    if (known.size < MOST_REMEMBERED) known.set(tagKey, result);
    return result;
  };
}
