import { factsOfReference, type NamingCloud, xmlAttribute, xmlText } from "@crosstag/core/internal";
import { type Outcome, type OutcomeCounts, type OutcomeRecord } from "@crosstag/core";
import { describePartial } from "./describe-partial.ts";
import { printableLine } from "./printable.ts";

/** An outcome as a run reports it, or as the run's journal records it. */
export type ReportedOutcome = Outcome | Omit<OutcomeRecord, "type" | "scope" | "endpoint">;

export interface JUnitSuite {
  readonly name: string;
  /** They stand before the outcomes in the report, and are those of the run's result. */
  readonly counts: OutcomeCounts;
  readonly seconds: number;
  /** ISO time. */
  readonly timestamp: string;
  /** The clouds of the resources, for the class of a test case: drivers or profiles. */
  readonly clouds: readonly NamingCloud[];
}

/**
 * A run as a JUnit report, piece by piece, for the continuous integration systems that show one: a test case for each
 * resource. Tag keys may be in it, tag values never.
 */
export async function* writeJUnit(
  outcomes: AsyncIterable<ReportedOutcome> | Iterable<ReportedOutcome>,
  { name, counts, seconds, timestamp, clouds }: JUnitSuite,
): AsyncGenerator<string, void, undefined> {
  const tests = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const totals = `tests="${tests}" failures="${counts.failed}" errors="${counts.unknown}" skipped="${counts.skipped}" time="${seconds.toFixed(3)}"`;
  // Old readers refuse a time with milliseconds or a zone.
  const startedAt = new Date(timestamp).toISOString().slice(0, 19);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${quoted(name)} ${totals}>\n`;
  yield `  <testsuite name=${quoted(name)} ${totals} timestamp="${startedAt}">\n`;
  for await (const outcome of outcomes) yield testCase(outcome, clouds);
  yield "  </testsuite>\n</testsuites>\n";
}

function testCase(outcome: ReportedOutcome, clouds: readonly NamingCloud[]): string {
  // Readers want a time; resources are changed many in one call, and not timed one by one.
  const start = `    <testcase classname=${quoted(classOf(outcome.reference, clouds))} name=${quoted(outcome.reference)} time="0"`;
  const body = bodyOf(outcome);
  return body === undefined ? `${start}/>\n` : `${start}>\n      ${body}\n    </testcase>\n`;
}

function bodyOf(outcome: ReportedOutcome): string | undefined {
  switch (outcome.status) {
    case "changed":
    case "unchanged":
      return undefined;
    case "skipped":
      return skippedBody(outcome);
    case "failed":
      return errorBody("failure", outcome);
    case "unknown":
      return errorBody("error", outcome);
  }
}

function skippedBody(outcome: ReportedOutcome): string {
  const { tagKeys, applied, partial } = changeOf(outcome);
  const keys = tagKeys.length > 0 ? `: ${tagKeys.join(", ")}` : "";
  const before = applied.length > 0 ? `; changed before that: ${applied.join(", ")}` : "";
  const done = partial === undefined ? before : `; ${partial}`;
  const reason = "reason" in outcome && outcome.reason !== undefined ? outcome.reason : "skipped";
  return `<skipped message=${quoted(`${reason}${keys}${done}`)}/>`;
}

function errorBody(element: "failure" | "error", outcome: ReportedOutcome): string {
  const { code, message = "", hint, providerCode } = errorOf(outcome);
  const { applied, partial } = changeOf(outcome);
  const { requestIds = [] } = outcome;
  const lines = [
    message,
    hint,
    providerCode === undefined ? undefined : `The cloud calls it ${providerCode}.`,
    requestIds.length > 0 ? `Requests: ${requestIds.join(", ")}` : undefined,
    partial ?? (applied.length > 0 ? `Changed all the same: ${applied.join(", ")}` : undefined),
    element === "error" ? "The change may or may not have been made. Read the tags to find out." : undefined,
  ];
  const text = lines
    .filter((line) => line !== undefined)
    .map(printableLine)
    .join("\n");
  return `<${element} message=${quoted(message)} type=${quoted(code ?? outcome.status)}>${xmlText(text)}</${element}>`;
}

interface ErrorFacts {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
  readonly providerCode?: string | undefined;
}

/** A journal's record has the facts of the error itself. */
function errorOf(outcome: ReportedOutcome): ErrorFacts {
  if ("error" in outcome) return outcome.error;
  return "code" in outcome ? outcome : {};
}

function changeOf(outcome: ReportedOutcome) {
  return {
    tagKeys: "tagKeys" in outcome ? (outcome.tagKeys ?? []) : [],
    applied: "appliedKeys" in outcome ? (outcome.appliedKeys ?? []) : [],
    partial:
      "partial" in outcome && outcome.partial !== undefined
        ? describePartial(outcome.partial, outcome.status)
        : undefined,
  };
}

/** `aws.key`: readers group test cases by it, as by a package and a class. */
function classOf(reference: string, clouds: readonly NamingCloud[]): string {
  const facts = factsOfReference(clouds, reference);
  return facts === undefined ? "crosstag.resource" : `${facts.provider}.${facts.kind}`;
}

function quoted(text: string): string {
  return xmlAttribute(printableLine(text));
}
