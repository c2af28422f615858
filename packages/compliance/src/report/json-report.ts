import { isList, isMap, jsonOf, jsonText } from "@crosstag/core/internal";
import { CHECK_RESULTS } from "../check/evaluate-policy.ts";
import { SEVERITIES } from "../policy/policy.ts";
import type { CheckSummary } from "./check-summary.ts";
import type { ReportInput } from "./report.ts";

/** The name and version of the format of the report as JSON. */
export const JSON_REPORT_FORMAT = "crosstag-check/1";

/** One document, one line per resource; `parseJsonReport` reads it for baselines and trends. */
export async function* writeJsonReport({ summary, records }: ReportInput): AsyncGenerator<string, void, undefined> {
  const head = jsonText(summary, 2).replaceAll("\n", "\n  ");
  yield `{\n  "format": ${jsonText(JSON_REPORT_FORMAT)},\n  "summary": ${head},\n  "resources": [`;
  let separator = "\n";
  for await (const record of records) {
    yield `${separator}    ${jsonText(record)}`;
    separator = ",\n";
  }
  yield separator === "\n" ? "]\n}\n" : "\n  ]\n}\n";
}

/** A check as a point of a trend. */
export type TrendPoint = Pick<CheckSummary, "checkedAt" | "resources" | "results" | "findings">;

/** What later checks need of an earlier report. */
export interface ParsedReport {
  /** The counts of the check. */
  readonly summary: TrendPoint;
  /** Of open findings. Waived findings are not included: they fail when their waiver ends. */
  readonly fingerprints: ReadonlySet<string>;
}

/** @throws Error with the end of a sentence if the text is not a report of a check */
export function parseJsonReport(text: string): ParsedReport {
  const report = jsonOf(text);
  if (!isMap(report) || report["format"] !== JSON_REPORT_FORMAT)
    throw new Error("is not a report of `crosstag check --report json=FILE`");
  const { summary, resources } = report;
  const fingerprints = isTrendPoint(summary) ? fingerprintsOf(resources) : undefined;
  if (!isTrendPoint(summary) || fingerprints === undefined)
    throw new Error("is an incomplete report, or was changed after it was written");
  return { summary, fingerprints };
}

/** Undefined if any part is invalid: a partly read baseline would fail findings that it accepts. */
function fingerprintsOf(resources: unknown): ReadonlySet<string> | undefined {
  if (!isList(resources)) return undefined;
  const fingerprints = new Set<string>();
  for (const resource of resources) {
    const findings = isMap(resource) ? resource["findings"] : undefined;
    if (!isList(findings)) return undefined;
    for (const finding of findings) {
      const fingerprint = isMap(finding) ? finding["fingerprint"] : undefined;
      if (typeof fingerprint !== "string") return undefined;
      fingerprints.add(fingerprint);
    }
  }
  return fingerprints;
}

/** Checks that every number is a number: they become part of a page. */
function isTrendPoint(given: unknown): given is TrendPoint {
  if (!isMap(given)) return false;
  const { checkedAt, resources, results, findings } = given;
  return (
    typeof checkedAt === "string" &&
    !Number.isNaN(Date.parse(checkedAt)) &&
    typeof resources === "number" &&
    areNumbers(results, CHECK_RESULTS) &&
    areNumbers(findings, SEVERITIES)
  );
}

function areNumbers(counts: unknown, names: readonly string[]): boolean {
  return isMap(counts) && names.every((name) => typeof counts[name] === "number");
}
