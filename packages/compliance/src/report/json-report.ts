import { VERDICTS } from "../check/evaluate-policy.ts";
import { SEVERITIES } from "../policy/policy.ts";
import type { CheckRecord } from "./check-record.ts";
import type { CheckSummary } from "./check-summary.ts";
import type { ReportInput } from "./report.ts";

export const JSON_REPORT_FORMAT = "crosstag-check/1";

/** One document, a resource a line; also what `parseJsonReport` reads back for baselines and trends. */
export async function* writeJsonReport({ summary, records }: ReportInput): AsyncGenerator<string, void, undefined> {
  const head = JSON.stringify(summary, undefined, 2).replaceAll("\n", "\n  ");
  yield `{\n  "format": ${JSON.stringify(JSON_REPORT_FORMAT)},\n  "summary": ${head},\n  "resources": [`;
  let separator = "\n";
  for await (const record of records) {
    yield `${separator}    ${JSON.stringify(record)}`;
    separator = ",\n";
  }
  yield separator === "\n" ? "]\n}\n" : "\n  ]\n}\n";
}

/** A check as a point of a trend. */
export type TrendPoint = Pick<CheckSummary, "checkedAt" | "resources" | "verdicts" | "findings">;

export interface ParsedReport {
  readonly summary: TrendPoint;
  /** Of what was wrong and not waived: what is waived has to fail when its waiver ends. */
  readonly fingerprints: ReadonlySet<string>;
}

/** @throws Error with the end of a sentence where a text is no report of a check */
export function parseJsonReport(text: string): ParsedReport {
  const report = jsonOf(text) as
    | { readonly format?: unknown; readonly summary?: unknown; readonly resources?: readonly CheckRecord[] }
    | undefined;
  if (report?.format !== JSON_REPORT_FORMAT) throw new Error("is no report of `crosstag check --report json=FILE`");
  const { summary, resources } = report;
  if (!isTrendPoint(summary) || !Array.isArray(resources)) throw new Error("is a report that is not whole");
  const fingerprints = new Set<string>();
  for (const { findings = [] } of resources as readonly Partial<CheckRecord>[])
    for (const finding of findings) fingerprints.add(finding.fingerprint);
  return { summary, fingerprints };
}

/** Every number is one: they become part of a page. */
function isTrendPoint(given: unknown): given is TrendPoint {
  if (typeof given !== "object" || given === null) return false;
  const { checkedAt, resources, verdicts, findings } = given as Readonly<Record<string, unknown>>;
  return (
    typeof checkedAt === "string" &&
    !Number.isNaN(Date.parse(checkedAt)) &&
    typeof resources === "number" &&
    areNumbers(verdicts, VERDICTS) &&
    areNumbers(findings, SEVERITIES)
  );
}

function areNumbers(counts: unknown, names: readonly string[]): boolean {
  if (typeof counts !== "object" || counts === null) return false;
  return names.every((name) => typeof (counts as Readonly<Record<string, unknown>>)[name] === "number");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
