import type { CheckResult } from "../check/evaluate-policy.ts";
import { SEVERITIES, type Policy, type Severity } from "../policy/policy.ts";
import type { CheckRecord } from "./check-record.ts";

/** A check in numbers. Its size depends on the policy, the accounts and the teams, not on the number of resources. */
export interface CheckSummary {
  /** The name of the policy. */
  readonly policy: string;
  /** Time in ISO 8601. */
  readonly checkedAt: string;
  /** The number of resources, including unreadable ones. */
  readonly resources: number;
  /** Resources by result. */
  readonly results: Readonly<Record<CheckResult, number>>;
  /** Open findings. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Open findings that are in the baseline. */
  readonly known: Readonly<Record<Severity, number>>;
  /** The number of waived findings. */
  readonly suppressed: number;
  /** The tag key that names the team. Absent: the policy has none. */
  readonly teamKey?: string;
  /** The counts of each rule, in the order of the policy. */
  readonly rules: readonly RuleSummary[];
  /** Sentences about the check as a whole, for example rules that apply to no resource. */
  readonly warnings: readonly string[];
  /** Which resources could not be listed, in sentences that `warnings` has as well; empty if the check is complete. */
  readonly incomplete: readonly string[];
  /** Results by provider. */
  readonly providers: readonly GroupSummary[];
  /** Results by account. */
  readonly accounts: readonly GroupSummary[];
  /** Results by organizational unit; empty if no unit is known. */
  readonly units: readonly GroupSummary[];
  /** How many accounts of each entry for many clouds were read; empty if there is no such entry. */
  readonly fleets: readonly FleetCoverage[];
  /** Results by team; empty if the policy has no `teamKey`. */
  readonly teams: readonly GroupSummary[];
  /** What each waiver covers. */
  readonly waivers: readonly WaiverSummary[];
}

/** The counts of one rule. */
export interface RuleSummary {
  /** The id of the rule. */
  readonly id: string;
  /** The severity of the rule. */
  readonly severity: Severity;
  /** The rule's `text`. */
  readonly text?: string;
  /** What the rule checks, in words made from its conditions. */
  readonly checks: string;
  /** The rule's `link`. */
  readonly link?: string;
  /** Number of resources that it applies to; of these, how many violate it, and how many are waived. */
  readonly applied: number;
  /** The number of resources that violate the rule. */
  readonly violating: number;
  /** The number of resources with waived findings of the rule. */
  readonly suppressed: number;
}

/**
 * The accounts of an entry of the configuration for many clouds: `accounts` is the sum of the other numbers. All are 0 if
 * the accounts are not known.
 */
export interface FleetCoverage {
  /** The name of the entry. */
  readonly entry: string;
  /** The same in a sentence. */
  readonly text: string;
  /** All accounts. */
  readonly accounts: number;
  /** Accounts that were read completely. */
  readonly read: number;
  /** Accounts that could not be read, or not completely. Their resources may be missing. */
  readonly unread: number;
  /** Accounts that are left alone: closed ones, for example. */
  readonly skipped: number;
}

/** Resources of one provider, account, organizational unit or team. */
export interface GroupSummary {
  /** The name of the group. */
  readonly name: string;
  /** What people call the group: the name of an account. Absent: only `name` is known. */
  readonly title?: string;
  /** The number of resources. */
  readonly resources: number;
  /** Resources by result. */
  readonly results: Readonly<Record<CheckResult, number>>;
}

/** What one waiver covers. */
export interface WaiverSummary {
  /** The id of the waiver. */
  readonly id: string;
  /** Who answers for the waiver. */
  readonly owner: string;
  /** Why the findings are waived. */
  readonly reason: string;
  /** The ticket of the waiver. Absent: none. */
  readonly ticket?: string;
  /** The last valid day, in UTC. */
  readonly expires: string;
  /** `unused`: it covers no finding. `expired`: its last day is over. */
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

/** The name of the group of an organizational unit. */
export function unitName(provider: string, unit: string = NO_NAME): string {
  return `${provider} ${unit}`;
}

/** A count of 0 for each result. */
export function resultCounts(): Counts<CheckResult> {
  return { compliant: 0, violating: 0, suppressed: 0, "not-applicable": 0, error: 0 };
}

/** A count of 0 for each severity. */
export function severityCounts(): Counts<Severity> {
  return { info: 0, warning: 0, error: 0 };
}

/** Whether there is a new finding of at least this severity. */
export function failsAt({ findings, known }: CheckSummary, least: Severity): boolean {
  return SEVERITIES.slice(SEVERITIES.indexOf(least)).some((severity) => findings[severity] > known[severity]);
}

/** Whether a finding fails the check: it is new, and at least as severe as `failOn`. */
export function isFailing(record: CheckRecord, least: Severity): boolean {
  return record.findings.some(
    ({ severity, known }) => !known && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least),
  );
}

/** The name of a policy for reports. */
export function policyName({ name }: Policy, fallback = "policy"): string {
  return name ?? fallback;
}
