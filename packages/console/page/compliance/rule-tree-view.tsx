import { Disclosure } from "../parts/disclosure.tsx";
import { formatCount, formatNumber } from "../parts/format.ts";
import { TagText } from "../parts/tag-text.tsx";
import type { CheckRecord } from "./check-types.ts";
import { RecordList } from "./record-list.tsx";
import type { FindingGroup, RuleNode, SeverityNode } from "./rule-tree.ts";

const SEVERITY_TITLES = { error: "Errors", warning: "Warnings", info: "Notes" } as const;
const TONES = { error: "bad", warning: "warn", info: "note" } as const;

/** Rules by severity, their findings, and the resources with each. */
export function RuleTreeView({
  tree,
  onShow,
}: {
  readonly tree: readonly SeverityNode[];
  readonly onShow: (record: CheckRecord) => void;
}) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules</h2>
      {tree.length === 0 && <p className="soft">No finding so far.</p>}
      {tree.map(({ severity, rules, violating }) => (
        <div key={severity}>
          <h3>
            {SEVERITY_TITLES[severity]} <span className="soft">{formatCount(violating, "resource")} violating</span>
          </h3>
          <ul className="rules bare">
            {rules.map((rule) => (
              <RuleItem key={rule.id} rule={rule} onShow={onShow} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface RuleProps {
  readonly rule: RuleNode;
  readonly onShow: (record: CheckRecord) => void;
}

function RuleItem({ rule, onShow }: RuleProps) {
  return (
    <li className="card rule">
      <Disclosure summary={<RuleSummary rule={rule} />}>
        <RuleFindings rule={rule} onShow={onShow} />
      </Disclosure>
    </li>
  );
}

function RuleFindings({ rule: { link, groups, waivedGroups }, onShow }: RuleProps) {
  return (
    <div className="stack rule-findings">
      {link !== undefined && /^https?:/.test(link) && (
        <p>
          <a href={link} target="_blank" rel="noreferrer">
            About this rule
          </a>
        </p>
      )}
      {groups.map((group) => (
        <FindingItem key={keyOf(group)} group={group} onShow={onShow} />
      ))}
      {waivedGroups.map((group) => (
        <FindingItem key={`waived ${keyOf(group)}`} group={group} onShow={onShow} waived />
      ))}
      {groups.length + waivedGroups.length === 0 && <p className="soft">Every resource that it applies to fits.</p>}
    </div>
  );
}

function RuleSummary({ rule }: Pick<RuleProps, "rule">) {
  const { id, severity, checks, applied, violating, waived } = rule;
  return (
    <span className="rule-head">
      <strong>{id}</strong>
      <span className="rule-counts">
        <span className={violating > 0 ? TONES[severity] : "good"}>
          {violating > 0 ? `${formatNumber(violating)} violating` : "no finding"}
        </span>
        {waived > 0 && <span className="warn">{formatNumber(waived)} waived</span>}
        <span className="soft">of {formatNumber(applied)}</span>
      </span>
      {checks !== undefined && <span className="soft rule-checks">{checks}</span>}
    </span>
  );
}

function keyOf({ message, fix, value }: FindingGroup): string {
  return JSON.stringify([message, fix, value]);
}

function FindingItem({
  group: { message, fix, value, records },
  waived = false,
  onShow,
}: {
  readonly group: FindingGroup;
  readonly waived?: boolean;
  readonly onShow: (record: CheckRecord) => void;
}) {
  return (
    <div className={`notice ${waived ? "warning" : "error"}`}>
      <p>
        {waived && <strong>Waived: </strong>}
        {message}
      </p>
      {value !== undefined && (
        <p>
          Value: <TagText text={value} />
        </p>
      )}
      <p className="soft">{fix}</p>
      <Disclosure summary={formatCount(records.length, "resource")}>
        <RecordList label={message} records={records} onShow={onShow} />
      </Disclosure>
    </div>
  );
}
