import type { Finding } from "./ask-probes.ts";
import type { CaseResult } from "./conformance/run-conformance.ts";
import type { Place } from "./created-file.ts";
import type { Assumptions } from "./live-cloud.ts";

/** The JSON report of a run. */
export interface LiveReport extends Place {
  /** The id of the run. */
  readonly run: string;
  /** When it started, in ISO 8601. */
  readonly startedAt: string;
  /** The endpoint, if it is not the cloud's own. */
  readonly endpoint?: string;
  /** Requests sent. */
  readonly calls: number;
  /** What was found. */
  readonly findings: readonly Finding[];
  /** Results of the conformance suite; absent if it did not run. */
  readonly conformance?: readonly CaseResult[];
  /** What was not asked, and why. */
  readonly notAsked: readonly string[];
  /** What to set in `assumptions`, from all findings. */
  readonly assumptions: Assumptions;
  /** Resources that could not be removed. */
  readonly leftOver: readonly string[];
}

/**
 * The assumptions that the findings say. If two findings disagree, the one that refutes the default counts: it is the case
 * that the default does not cover.
 */
export function assumptionsOf(findings: readonly Finding[]): Assumptions {
  const refuted = findings.filter(({ verdict }) => verdict === "refuted");
  return Object.assign({}, ...[...findings, ...refuted].map(({ assumptions }) => assumptions ?? {})) as Assumptions;
}

/** One line of the table. */
export function findingLine({ verdict, id, answer, assumed, askedAt }: Finding): string {
  const expected = verdict === "refuted" ? `  (assumed: ${assumed.join(" or ")})` : "";
  return `${verdict.padEnd(10)}  ${askedAt.slice(0, 10)}  ${id.padEnd(34)}  ${answer}${expected}`;
}

/** How many cases of the suite were skipped, for each reason. */
export function skippedLines(results: readonly CaseResult[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { result, reason = "" } of results)
    if (result === "skipped") counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `skipped     ${count} ${count === 1 ? "case" : "cases"}: ${reason}`);
}

/** A case that failed: the demand, what came instead, and how the cloud answered. */
export function failedCaseLines({ title, reason = "", answers = [], page }: CaseResult): readonly string[] {
  return [
    `not met     ${title}`,
    `              ${reason}`,
    ...(answers.length === 0 ? [] : [`              answers: ${answers.join(", ")}`]),
    ...(page === undefined ? [] : [`              page: ${page}`]),
  ];
}

/** How many demands of the suite were met, and what to do about the others. */
export function conformanceLines(results: readonly CaseResult[]): readonly string[] {
  if (results.length === 0) return [];
  const count = (wanted: CaseResult["result"]) => results.filter(({ result }) => result === wanted).length;
  const failed = count("failed");
  return [
    `The conformance suite: ${count("passed")} demands met, ${failed} not met, ${count("skipped")} not tried.`,
    ...(failed === 0
      ? []
      : [
          "Compare each demand with the documentation of the cloud. If that agrees, this server differs from the cloud, as",
          "emulators do. Otherwise the profile of the adapter is wrong.",
        ]),
  ];
}

/** What to write into crosstag.yaml. */
export function assumptionLines(assumptions: Assumptions): readonly string[] {
  const lines = Object.entries(assumptions).map(([name, value]) => `  ${name}: ${String(value)}`);
  return lines.length === 0
    ? ["No answer sets an assumption."]
    : ["Set in crosstag.yaml, for this cloud:", "assumptions:", ...lines];
}
