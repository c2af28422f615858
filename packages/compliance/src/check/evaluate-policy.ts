import type { CompiledWaivers, NamedWaiver } from "../waivers/compile-waivers.ts";
import type { CheckableResource } from "./checkable-resource.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import type { Finding, Problem } from "./problem.ts";

/**
 * `compliant`: no rule is broken. `violating`: at least one is, of any severity. `suppressed`: all findings are waived.
 * `not-applicable`: the cloud manages the resource, so it cannot be tagged. `error`: it could not be read.
 */
export const CHECK_RESULTS = ["compliant", "violating", "suppressed", "not-applicable", "error"] as const;
/** The result of a check of one resource. `suppressed`: all of its findings are waived. `error`: it could not be read. */
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** What a policy finds on one resource. */
export interface Evaluation {
  /** The result for the resource. */
  readonly result: Exclude<CheckResult, "error">;
  /** Findings that are not waived. */
  readonly open: readonly OpenProblem[];
  /** Findings that are waived. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Positions of the rules that apply to the resource. */
  readonly applied: readonly number[];
}

/** A problem that is not waived. */
export interface OpenProblem extends Problem {
  /** Whether the rule lets it be fixed automatically. */
  readonly mayFix: boolean;
}

/** A finding that is waived. */
export interface SuppressedFinding {
  /** The finding. */
  readonly finding: Finding;
  /** The waiver that covers it. */
  readonly waiver: NamedWaiver;
}

const NOT_APPLICABLE: Evaluation = { result: "not-applicable", open: [], suppressed: [], applied: [] };

/** Evaluates a policy for one resource. Pure. */
export function evaluatePolicy(
  { rules }: CompiledPolicy,
  resource: CheckableResource,
  waivers?: CompiledWaivers,
): Evaluation {
  if (resource.managedBy === "cloud") return NOT_APPLICABLE;
  const open: OpenProblem[] = [];
  const suppressed: SuppressedFinding[] = [];
  const applied: number[] = [];
  for (const [position, rule] of rules.entries()) {
    const problems = rule.problems(resource);
    if (problems === undefined) continue;
    applied.push(position);
    for (const problem of problems) {
      const waiver = waivers?.covering(problem.finding, resource);
      if (waiver === undefined) open.push({ ...problem, mayFix: rule.mayFix });
      else suppressed.push({ finding: problem.finding, waiver });
    }
  }
  if (open.length > 0) return { result: "violating", open, suppressed, applied };
  return { result: suppressed.length > 0 ? "suppressed" : "compliant", open, suppressed, applied };
}
