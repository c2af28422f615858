import { csvCell } from "@crosstag/core/internal";
import type { CheckRecord, ReportedFinding, ReportedSuppression } from "./check-record.ts";
import type { ReportInput } from "./report.ts";

/** The columns of the report as CSV. */
export const REPORT_COLUMNS = [
  "reference",
  "provider",
  "account",
  "region",
  "kind",
  "team",
  "result",
  "rule",
  "severity",
  "tag_key",
  "message",
  "fix",
  "known",
  "waiver",
  "waived_until",
  "fingerprint",
  "value",
  "account_name",
  "unit",
] as const;

/** One row per finding, including waived ones; a resource without findings has one row. No cell is a formula. */
export async function* writeCsvReport({ records }: ReportInput): AsyncGenerator<string, void, undefined> {
  yield csvLine(REPORT_COLUMNS);
  for await (const record of records) yield rowsOf(record);
}

function rowsOf(record: CheckRecord): string {
  const {
    reference,
    provider,
    account = "",
    region = "",
    kind,
    team = "",
    result,
    findings,
    suppressed,
    error,
    accountName = "",
    unit = "",
  } = record;
  const place = [reference, provider, account, region, kind, team, result];
  const row = (finding: ReportedFinding | ReportedSuppression) => {
    const { rule, severity, tagKey = "", message, fix, fingerprint, value = "" } = finding;
    const waived = "waiver" in finding ? [finding.waiver.id, finding.waiver.expires] : ["", ""];
    const known = "known" in finding ? "yes" : "";
    return csvLine([
      ...place,
      rule,
      severity,
      tagKey,
      message,
      fix,
      known,
      ...waived,
      fingerprint,
      value,
      accountName,
      unit,
    ]);
  };
  const rows = [...findings, ...suppressed].map(row);
  if (rows.length > 0) return rows.join("");
  return csvLine([...place, "", "", "", error?.message ?? "", "", "", "", "", "", "", accountName, unit]);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
