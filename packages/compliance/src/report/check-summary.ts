import { CHECK_RESULTS, type CheckResult } from "../check/evaluate-policy.ts";
import { SEVERITIES, type Policy, type Severity } from "../policy/policy.ts";
import type { CheckRecord } from "./check-record.ts";

/** A check in numbers. Its size depends on the policy, the accounts and the teams, not on the number of resources. */
export interface CheckSummary {
  readonly policy: string;
  /** Time in ISO 8601. */
  readonly checkedAt: string;
  readonly resources: number;
  readonly results: Readonly<Record<CheckResult, number>>;
  /** Open findings. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Open findings that are in the baseline. */
  readonly known: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  readonly teamKey?: string;
  readonly rules: readonly RuleSummary[];
  /** Sentences about the check as a whole, for example rules that apply to no resource. */
  readonly warnings: readonly string[];
  /** Which resources could not be listed, in sentences that `warnings` has as well; empty if the check is complete. */
  readonly incomplete: readonly string[];
  readonly clouds: readonly GroupSummary[];
  readonly accounts: readonly GroupSummary[];
  readonly teams: readonly GroupSummary[];
  readonly waivers: readonly WaiverSummary[];
}

export interface RuleSummary {
  readonly id: string;
  readonly severity: Severity;
  readonly text?: string;
  readonly link?: string;
  /** Number of resources that it applies to; of these, how many violate it, and how many are waived. */
  readonly applied: number;
  readonly violating: number;
  readonly suppressed: number;
}

/** Resources of one cloud, account or team. */
export interface GroupSummary {
  readonly name: string;
  readonly resources: number;
  readonly results: Readonly<Record<CheckResult, number>>;
}

export interface WaiverSummary {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly expires: string;
  readonly state: "used" | "unused" | "expired";
  /** Number of findings that it covers. */
  readonly covers: number;
}

type Counts<Name extends string> = Record<Name, number>;

/** The share of resources that are compliant or waived, without resources that their cloud manages; null if there are none. */
export function coverageOf({ results }: Pick<GroupSummary, "results">): number | null {
  const counted = results.compliant + results.violating + results.suppressed + results.error;
  return counted === 0 ? null : (results.compliant + results.suppressed) / counted;
}

/** Name of the group of resources without a team, or whose account is not known. */
export const NO_NAME = "(none)";
/** Name of the group of resources whose group is not counted by name, because there are too many. */
export const OTHERS = "(others)";

export function resultCounts(): Counts<CheckResult> {
  return Object.fromEntries(CHECK_RESULTS.map((result) => [result, 0])) as Counts<CheckResult>;
}

export function severityCounts(): Counts<Severity> {
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Counts<Severity>;
}

/** Whether there is a new finding of at least this severity. */
export function failsAt({ findings, known }: CheckSummary, least: Severity): boolean {
  return SEVERITIES.slice(SEVERITIES.indexOf(least)).some((severity) => findings[severity] > known[severity]);
}

export function isFailing(record: CheckRecord, least: Severity): boolean {
  return record.findings.some(
    ({ severity, known }) => !known && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least),
  );
}

export function policyName({ name }: Policy, fallback = "policy"): string {
  return name ?? fallback;
}
