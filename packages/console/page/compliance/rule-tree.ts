import type { CheckRecord, CheckSummary, Finding } from "./check-types.ts";

type Severity = Finding["severity"];
type RuleSummary = CheckSummary["rules"][number];

/** Resources with the same finding. */
export interface FindingGroup {
  readonly message: string;
  readonly fix: string;
  /** The value of the tag, if values were asked for. */
  readonly value: string | undefined;
  readonly records: readonly CheckRecord[];
}

/** One rule, and what was found. */
export interface RuleNode {
  readonly id: string;
  readonly severity: Severity;
  /** What the rule checks; absent until the check has ended. */
  readonly checks: string | undefined;
  readonly link: string | undefined;
  /** Resources that it applies to. */
  readonly applied: number;
  /** Resources that violate it. */
  readonly violating: number;
  /** Resources whose findings are waived. */
  readonly waived: number;
  readonly groups: readonly FindingGroup[];
  readonly waivedGroups: readonly FindingGroup[];
}

/** One severity with its rules. */
export interface SeverityNode {
  readonly severity: Severity;
  /** Resources that violate at least one of them. */
  readonly violating: number;
  readonly rules: readonly RuleNode[];
}

const SEVERITIES = ["error", "warning", "info"] as const;

/**
 * Findings by severity, rule and message. Rules are in the order of the policy as soon as it is known, those with findings first.
 * Pure.
 */
export function ruleTree(records: readonly CheckRecord[], rules: readonly RuleSummary[] = []): readonly SeverityNode[] {
  const found = new Map<string, CollectedRule>();
  for (const { id, severity } of rules) found.set(id, new CollectedRule(severity));
  for (const record of records) collect(record, found);
  const summaries = new Map(rules.map((rule) => [rule.id, rule]));
  const nodes = [...found].map(([id, rule]) => rule.node(id, summaries.get(id)));
  return SEVERITIES.map((severity) => {
    const violating = new Set([...found.values()].flatMap((rule) => rule.violating(severity)));
    const ofSeverity = nodes.filter((node) => node.severity === severity);
    return {
      severity,
      violating: violating.size,
      rules: [
        ...ofSeverity.filter(({ groups, waivedGroups }) => groups.length + waivedGroups.length > 0),
        ...ofSeverity.filter(({ groups, waivedGroups }) => groups.length + waivedGroups.length === 0),
      ],
    };
  }).filter((node) => node.rules.length > 0);
}

function collect(record: CheckRecord, found: Map<string, CollectedRule>): void {
  for (const finding of record.findings) ruleOf(found, finding).open.add(finding, record);
  for (const finding of record.suppressed) ruleOf(found, finding).waived.add(finding, record);
  for (const id of record.rules) {
    const rule = found.get(id);
    if (rule !== undefined) rule.applied += 1;
  }
}

function ruleOf(found: Map<string, CollectedRule>, { rule, severity }: Finding): CollectedRule {
  const known = found.get(rule);
  if (known !== undefined) return known;
  const added = new CollectedRule(severity);
  found.set(rule, added);
  return added;
}

class CollectedRule {
  readonly open = new CollectedFindings();
  readonly waived = new CollectedFindings();
  applied = 0;
  readonly #severity: Severity;

  constructor(severity: Severity) {
    this.#severity = severity;
  }

  /** The resources that violate it, if this is its severity. */
  violating(severity: Severity): readonly CheckRecord[] {
    return severity === this.#severity ? [...this.open.resources] : [];
  }

  node(id: string, summary: RuleSummary | undefined): RuleNode {
    return {
      id,
      severity: this.#severity,
      checks: summary?.text ?? summary?.checks,
      link: summary?.link,
      applied: summary?.applied ?? this.applied,
      violating: this.open.resources.size,
      waived: this.waived.resources.size,
      groups: this.open.groups,
      waivedGroups: this.waived.groups,
    };
  }
}

class CollectedFindings {
  readonly resources = new Set<CheckRecord>();
  readonly #groups = new Map<string, { finding: Finding; records: CheckRecord[] }>();

  add(finding: Finding, record: CheckRecord): void {
    this.resources.add(record);
    const key = JSON.stringify([finding.message, finding.fix, finding.value]);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { finding, records: [record] });
    else group.records.push(record);
  }

  /** The largest first. */
  get groups(): readonly FindingGroup[] {
    return [...this.#groups.values()]
      .map(({ finding: { message, fix, value }, records }) => ({ message, fix, value, records }))
      .toSorted((one, other) => other.records.length - one.records.length);
  }
}
