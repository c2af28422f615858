import type { Severity, TagCheck } from "../policy/policy.ts";
import { compileDerivedText, type DerivedText } from "../policy/derived-text.ts";
import type { CheckableResource } from "./checkable-resource.ts";
import { compileValueCheck } from "./compile-value-check.ts";
import type { Finding, Problem } from "./problem.ts";

/** Adds what it finds to a list. */
export type CompiledCheck = (resource: CheckableResource, found: Problem[]) => void;

interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
}

/** Whether one tag is there, and what it is like. */
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
      decide: "The default is in the way of another rule, or of the cloud's.",
    };
  return { finding, decide: "There is no default, so that only a person knows the value." };
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
      message: `Whether the value of the tag ${name} is ${equals} cannot be said: not all of it is known.`,
      fix: "Configure the account and the region of the cloud.",
    },
    decide: "What the value has to be is not known.",
  };
  return {
    add: (missing, resource) => {
      const value = text.of(resource);
      if (typeof value !== "string")
        return { finding: missing.finding, decide: "What the value would be made from is not there." };
      const decide = "The derived value is in the way of another rule, or of the cloud's.";
      return { finding: missing.finding, fix: { kind: "add", tagKey, value, ...madeFrom }, decide };
    },
    check: (value, resource) => {
      const wanted = text.of(resource);
      if (wanted === undefined) return unknown;
      // A tag that is missing is the business of the rule that requires it.
      if (wanted === null || wanted === value) return undefined;
      const decide = "The derived value is in the way of another rule, or of the cloud's.";
      return { finding: different, fix: { kind: "correct", tagKey, value: wanted, ...madeFrom }, decide };
    },
  };
}
