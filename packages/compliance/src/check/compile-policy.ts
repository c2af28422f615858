import type { Policy, PolicyRule, Severity } from "../policy/policy.ts";
import type { CheckableResource } from "./checkable-resource.ts";
import { compileForbidden, compileMaximumTags, compileSpelling } from "./compile-key-checks.ts";
import { compileConditions, compileScopes, type ResourceTest } from "./compile-scope.ts";
import { compileTagCheck, type CompiledCheck } from "./compile-tag-check.ts";
import type { Problem } from "./problem.ts";

/** A policy, compiled for many resources. */
export interface CompiledPolicy {
  /** The policy that it was compiled from. */
  readonly policy: Policy;
  /** The compiled rules, in the order of the policy. */
  readonly rules: readonly CompiledRule[];
}

/** A rule, prepared for many resources. */
export interface CompiledRule {
  /** The id of the rule. */
  readonly id: string;
  /** The severity of its findings. */
  readonly severity: Severity;
  /** Whether its findings may be fixed automatically. */
  readonly mayFix: boolean;
  /** Undefined if the rule does not apply to the resource; otherwise its problems, possibly none. */
  readonly problems: (resource: CheckableResource) => readonly Problem[] | undefined;
}

const NONE: readonly Problem[] = [];

/** Options of `compilePolicy`. */
export interface CompilePolicyOptions {
  /** The time that durations in conditions count from, such as `expires<30d`. Default: the present. */
  readonly now?: Date | undefined;
}

/** @throws Error if the policy is not valid: call `checkPolicy` first, which reports the problems with their place */
export function compilePolicy(policy: Policy, { now = new Date() }: CompilePolicyOptions = {}): CompiledPolicy {
  return { policy, rules: policy.rules.map((rule) => compileRule(rule, now)) };
}

function compileRule(rule: PolicyRule, now: Date): CompiledRule {
  const { id, severity = "error", fix = true } = rule;
  const applies = compileApplies(rule, now);
  const checks = compileChecks(rule, { id, severity });
  const found: Problem[] = [];
  return {
    id,
    severity,
    mayFix: fix,
    problems: (resource) => {
      if (!applies(resource)) return undefined;
      found.length = 0;
      for (const check of checks) check(resource, found);
      return found.length === 0 ? NONE : [...found];
    },
  };
}

function compileApplies({ scope, except, when }: PolicyRule, now: Date): ResourceTest {
  const holds = [compileScopes(scope, now), compileConditions(when)].filter((test) => test !== undefined);
  const excepted = compileScopes(except, now);
  if (holds.length === 0 && excepted === undefined) return () => true;
  return (resource) => holds.every((test) => test(resource)) && !(excepted?.(resource) ?? false);
}

function compileChecks(
  rule: PolicyRule,
  head: { readonly id: string; readonly severity: Severity },
): readonly CompiledCheck[] {
  const { required = [], tags = {}, spelling, maximumTags } = rule;
  const named = required.filter((key) => !Object.hasOwn(tags, key)).map((key) => [key, {}] as const);
  return [
    ...[...named, ...Object.entries(tags)].map(([key, check]) =>
      compileTagCheck(head, key, required.includes(key) ? { ...check, required: true } : check),
    ),
    compileForbidden(head, rule),
    spelling === undefined ? undefined : compileSpelling(head, spelling),
    maximumTags === undefined ? undefined : compileMaximumTags(head, maximumTags),
  ].filter((check) => check !== undefined);
}
