import type { CheckResult } from "../check/evaluate-policy.ts";
import { describeRule } from "../policy/describe-rule.ts";
import type { Policy, PolicyRule } from "../policy/policy.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import type { CheckRecord } from "./check-record.ts";
import {
  NO_NAME,
  OTHERS,
  policyName,
  severityCounts,
  resultCounts,
  unitName,
  type CheckSummary,
  type GroupSummary,
  type RuleSummary,
  type WaiverSummary,
} from "./check-summary.ts";
import { idleRules } from "./idle-rules.ts";

/** Maximum number of groups counted by name: a tag may have a different value on each resource. */
const MOST_GROUPS = 1_000;

/** Counts the results of a check, one record at a time. */
export class CheckTally {
  readonly #policy: Policy;
  readonly #waivers: CompiledWaivers | undefined;
  readonly #results = resultCounts();
  readonly #findings = severityCounts();
  readonly #known = severityCounts();
  readonly #rules: ReadonlyMap<string, { applied: number; violating: number; suppressed: number }>;
  readonly #groups = { providers: new Groups(), accounts: new Groups(), units: new Groups(), teams: new Groups() };
  readonly #covered = new Map<string, number>();
  #hasUnits = false;
  #resources = 0;
  #suppressed = 0;

  constructor(policy: Policy, waivers?: CompiledWaivers) {
    this.#policy = policy;
    this.#waivers = waivers;
    this.#rules = new Map(policy.rules.map(({ id }) => [id, { applied: 0, violating: 0, suppressed: 0 }]));
  }

  /** Counts one record. */
  add(record: CheckRecord): void {
    const { result, provider, account, accountName, unit, team, findings, suppressed, rules } = record;
    this.#resources += 1;
    this.#results[result] += 1;
    this.#groups.providers.add(provider, result);
    this.#groups.accounts.add(
      account === undefined ? `${provider} ${NO_NAME}` : `${provider} ${account}`,
      result,
      accountName,
    );
    this.#groups.units.add(unitName(provider, unit), result);
    this.#hasUnits ||= unit !== undefined;
    if (this.#policy.teamKey !== undefined) this.#groups.teams.add(team ?? NO_NAME, result);
    for (const id of rules) this.#count(id, "applied");
    for (const id of distinctRules(findings)) this.#count(id, "violating");
    for (const id of distinctRules(suppressed)) this.#count(id, "suppressed");
    for (const { severity, known } of findings) {
      this.#findings[severity] += 1;
      if (known) this.#known[severity] += 1;
    }
    this.#suppressed += suppressed.length;
    for (const { waiver } of suppressed) this.#covered.set(waiver.id, (this.#covered.get(waiver.id) ?? 0) + 1);
  }

  /** The counts so far. */
  summary(now: Date, fallbackName?: string): CheckSummary {
    const { teamKey, rules } = this.#policy;
    const summaries = rules.map((rule) => summaryOf(rule, this.#rules.get(rule.id)));
    return {
      policy: policyName(this.#policy, fallbackName),
      checkedAt: now.toISOString(),
      resources: this.#resources,
      results: { ...this.#results },
      findings: { ...this.#findings },
      known: { ...this.#known },
      suppressed: this.#suppressed,
      ...(teamKey !== undefined && { teamKey }),
      rules: summaries,
      warnings: idleRules({ rules: summaries, results: this.#results }),
      incomplete: [],
      providers: this.#groups.providers.all,
      accounts: this.#groups.accounts.all,
      units: this.#hasUnits ? this.#groups.units.all : [],
      fleets: [],
      teams: this.#groups.teams.all,
      waivers: this.#waiverSummaries(),
    };
  }

  #count(id: string, what: "applied" | "violating" | "suppressed"): void {
    const rule = this.#rules.get(id);
    if (rule !== undefined) rule[what] += 1;
  }

  #waiverSummaries(): readonly WaiverSummary[] {
    const { all = [], expired = [] } = this.#waivers ?? {};
    return all.map((waiver) => {
      const { id, owner, reason, ticket, expires } = waiver;
      const covers = this.#covered.get(id) ?? 0;
      const state = expired.includes(waiver) ? "expired" : covers > 0 ? "used" : "unused";
      return { id, owner, reason, ...(ticket !== undefined && { ticket }), expires, state, covers };
    });
  }
}

function summaryOf(
  rule: PolicyRule,
  counts: Pick<RuleSummary, "applied" | "violating" | "suppressed"> = { applied: 0, violating: 0, suppressed: 0 },
): RuleSummary {
  const { id, severity = "error", text, link } = rule;
  return {
    id,
    severity,
    ...(text !== undefined && { text }),
    checks: describeRule(rule),
    ...(link !== undefined && { link }),
    ...counts,
  };
}

interface Counted {
  readonly title: string | undefined;
  resources: number;
  readonly results: ReturnType<typeof resultCounts>;
}

class Groups {
  readonly #byName = new Map<string, Counted>();

  add(given: string, result: CheckResult, title?: string): void {
    const name = this.#byName.has(given) || this.#byName.size < MOST_GROUPS ? given : OTHERS;
    let group = this.#byName.get(name);
    if (group === undefined) this.#byName.set(name, (group = { title, resources: 0, results: resultCounts() }));
    group.resources += 1;
    group.results[result] += 1;
  }

  /** Sorted by name, so that a report does not depend on the order of reading. */
  get all(): readonly GroupSummary[] {
    return [...this.#byName]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { title, resources, results }]) => ({
        name,
        ...(title !== undefined && name !== OTHERS && { title }),
        resources,
        results: { ...results },
      }));
  }
}

function distinctRules(findings: readonly { readonly rule: string }[]): Iterable<string> {
  return new Set(findings.map(({ rule }) => rule));
}
