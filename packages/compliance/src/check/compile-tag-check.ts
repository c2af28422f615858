import type { Severity, TagCheck } from "../policy/policy.ts";
import { compileDerivedText, type DerivedText } from "../policy/derived-text.ts";
import type { CheckableResource } from "./checkable-resource.ts";
import { compileValueCheck } from "./compile-value-check.ts";
import type { Finding, Problem } from "./problem.ts";

/** Adds the problems that it finds to a list. */
export type CompiledCheck = (resource: CheckableResource, found: Problem[]) => void;

interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
}

/** Checks the presence and the value of one tag. */
export function compileTagCheck(rule: RuleHead, tagKey: string, check: TagCheck): CompiledCheck {
  const checkValue = compileValueCheck(rule, tagKey, check);
  const derived = check.equals === undefined ? undefined : compileDerived(rule, tagKey, check.equals);
  const missing = check.required ? missingProblem(rule, tagKey, check) : undefined;
  return (resource, found) => {
    const value = resource.tags.get(tagKey);
    if (value === undefined) {
      if (missing !== undefined) found.push(derived === undefined ? missing : derived.add(missing, resource));
      return;
    }
    if (checkValue !== undefined) for (const problem of checkValue(value)) found.push(problem);
    const wrong = derived?.check(value, resource);
    if (wrong !== undefined) found.push(wrong);
  };
}

function missingProblem({ id: rule, severity }: RuleHead, tagKey: string, check: TagCheck): Problem {
  const finding: Finding = {
    rule,
    severity,
    check: "required",
    tagKey,
    message: `The tag ${JSON.stringify(tagKey)} is missing.`,
    fix: `Add the tag ${JSON.stringify(tagKey)}.`,
  };
  const value = check.equals === undefined ? check.default : undefined;
  if (value !== undefined)
    return {
      finding,
      fix: { kind: "add", tagKey, value },
      decide: "The default conflicts with another rule, or the cloud does not accept it.",
    };
  return { finding, decide: "The policy has no default for this tag; set the value manually." };
}

interface CompiledDerived {
  readonly add: (missing: Problem, resource: CheckableResource) => Problem;
  readonly check: (value: string, resource: CheckableResource) => Problem | undefined;
}

function compileDerived({ id: rule, severity }: RuleHead, tagKey: string, equals: string): CompiledDerived {
  const text: DerivedText = compileDerivedText(equals);
  const head = { rule, severity, check: "value-derived", tagKey } as const;
  const name = JSON.stringify(tagKey);
  const madeFrom = text.tagKeys.length > 0 ? { madeFrom: text.tagKeys } : {};
  const different: Finding = {
    ...head,
    message: `The value of the tag ${name} is not ${equals}.`,
    fix: `Set it to ${equals}.`,
  };
  const unknown: Problem = {
    finding: {
      ...head,
      message: `Cannot check whether the value of the tag ${name} is ${equals}: the account or the region is not known.`,
      fix: "Configure the account and the region of the cloud.",
    },
    decide: "The required value is not known.",
  };
  return {
    add: (missing, resource) => {
      const value = text.of(resource);
      if (typeof value !== "string")
        return { finding: missing.finding, decide: "A tag that the value is derived from is missing." };
      const decide = "The derived value conflicts with another rule, or the cloud does not accept it.";
      return { finding: missing.finding, fix: { kind: "add", tagKey, value, ...madeFrom }, decide };
    },
    check: (value, resource) => {
      const expected = text.of(resource);
      if (expected === undefined) return unknown;
      // A missing source tag is reported by the rule that requires it.
      if (expected === null || expected === value) return undefined;
      const decide = "The derived value conflicts with another rule, or the cloud does not accept it.";
      return { finding: different, fix: { kind: "correct", tagKey, value: expected, ...madeFrom }, decide };
    },
  };
}
