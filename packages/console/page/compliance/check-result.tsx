import { coverageOf } from "@crosstag/compliance";
import { useMemo, useState } from "react";
import { Figures } from "../parts/figures.tsx";
import { formatPercent, formatTime } from "../parts/format.ts";
import type { CheckSoFar } from "./check-store.ts";
import type { CheckRecord } from "./check-types.ts";
import { GroupTables } from "./group-tables.tsx";
import { PlanFixes } from "./plan-fixes.tsx";
import { RecordDialog } from "./record-dialog.tsx";
import { ruleTree } from "./rule-tree.ts";
import { RuleTreeView } from "./rule-tree-view.tsx";
import { Trend } from "./trend.tsx";
import { Unread } from "./unread.tsx";
import { Waivers } from "./waivers.tsx";

/** What a check has found, so far or in the end. */
export function CheckResult({ check }: { readonly check: CheckSoFar }) {
  const { records, summary, input, fixPlans } = check;
  const [shown, setShown] = useState<CheckRecord>();
  const tree = useMemo(() => ruleTree(records, summary?.rules), [records, summary]);
  return (
    <>
      {summary !== undefined && (
        <p className="soft">
          Checked {formatTime(summary.checkedAt)} with {summary.policy}.
        </p>
      )}
      <ResultFigures records={records} />
      {summary !== undefined && summary.warnings.length > 0 && (
        <ul className="notice warning check-warnings">
          {summary.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {summary !== undefined && input !== undefined && (
        <PlanFixes input={input} violating={violatingOf(records)} made={fixPlans ?? []} />
      )}
      <RuleTreeView tree={tree} onShow={setShown} />
      <Unread records={records} onShow={setShown} />
      {summary !== undefined && (
        <>
          <Waivers waivers={summary.waivers} />
          <Trend summary={summary} />
          <GroupTables summary={summary} />
        </>
      )}
      {shown !== undefined && <RecordDialog record={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function violatingOf(records: readonly CheckRecord[]): number {
  return records.filter(({ result }) => result === "violating").length;
}

function ResultFigures({ records }: { readonly records: readonly CheckRecord[] }) {
  const results = { compliant: 0, violating: 0, suppressed: 0, "not-applicable": 0, error: 0 };
  for (const { result } of records) results[result] += 1;
  const coverage = coverageOf({ results });
  return (
    <Figures
      label="The check in numbers"
      figures={[
        { name: "compliant or waived", value: coverage === null ? "–" : formatPercent(coverage) },
        { name: "resources", value: records.length },
        { name: "compliant", value: results.compliant, tone: "good" },
        { name: "violating", value: results.violating, tone: "bad" },
        { name: "waived", value: results.suppressed, tone: "warn" },
        { name: "managed by the cloud", value: results["not-applicable"] },
        { name: "not read", value: results.error, tone: "bad" },
      ]}
    />
  );
}
