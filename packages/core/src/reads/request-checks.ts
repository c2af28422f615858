import { CrosstagError } from "../model/crosstag-error.ts";
import { checkTagKeys, checkTags, isReservedKey } from "../rules/check-tags.ts";
import { rulesFor } from "../rules/rules-for.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { Violation } from "../model/violation.ts";
import type { Tag } from "../model/tag-set.ts";
import type { ParsedResource } from "./parse-resources.ts";

/** All violations of errors severity refuse the request; the rest are its warnings. */
export function refuseOnErrors(operation: string, violations: readonly Violation[]): readonly Violation[] {
  if (violations.length === 0) return violations;
  const distinct = [
    ...new Map(
      violations.map((violation) => [
        JSON.stringify([violation.rule, violation.key, violation.position, violation.resource, violation.message]),
        violation,
      ]),
    ).values(),
  ];
  const errors = distinct.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return distinct;
  const rest = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  throw new CrosstagError({
    code: "invalid-request",
    operation,
    message: `The request was refused and nothing was sent: ${errors[0]?.message ?? ""}${rest}`,
    ...(errors[0] !== undefined && { hint: errors[0].fix }),
    violations: distinct,
  });
}

/** The rules that a request has to fit: for each cloud, those of the kinds that it names. */
export function rulesConcerned(resources: readonly ParsedResource[]): readonly TagRules[] {
  return [...new Set(resources.map(({ engine, reference }) => rulesFor(engine.driver.rules, reference.kind)))];
}

/** Tags that a cloud keeps for itself are refused, or left out with a warning; they are never sent. */
export function checkForCloud(
  tags: readonly Tag[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  return asReservedAsked(checkTags(tags, rules), rules, reserved);
}

export function checkKeysForCloud(
  keys: readonly string[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  return asReservedAsked(checkTagKeys(keys, rules), rules, reserved);
}

function asReservedAsked(
  violations: readonly Violation[],
  rules: TagRules,
  reserved: "refuse" | "skip" | undefined,
): readonly Violation[] {
  if (reserved !== "skip") return violations;
  const reservedRules = new Set(rules.rules.filter(({ check }) => check === "reserved-prefix").map(({ id }) => id));
  return violations.flatMap((violation) => {
    if (violation.key === undefined || !isReservedKey(violation.key, rules)) return [violation];
    if (!reservedRules.has(violation.rule)) return [];
    return [{ ...violation, severity: "warning" as const, fix: "The tag was skipped, as requested." }];
  });
}
