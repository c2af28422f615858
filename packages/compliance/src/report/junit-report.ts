import { xmlAttribute, xmlText } from "@crosstag/core/internal";
import type { CheckRecord } from "./check-record.ts";
import { isFailing } from "./check-summary.ts";
import type { ReportInput } from "./report.ts";
import { shownText } from "./shown-text.ts";

/** One test case per resource: a failure if a finding fails the check, an error if the resource could not be read. */
export async function* writeJunitReport({
  summary,
  records,
  failOn,
}: ReportInput): AsyncGenerator<string, void, undefined> {
  // JUnit requires the counts before the cases. They depend on `failOn`, so they are counted here.
  const name = `crosstag check ${summary.policy}`;
  const startedAt = summary.checkedAt.slice(0, 19);
  const cases: string[] = [];
  const counts = { failures: 0, errors: 0, skipped: 0, tests: 0 };
  for await (const record of records) {
    counts.tests += 1;
    const body = bodyOf(record, isFailing(record, failOn));
    if (body !== undefined) counts[COUNTED[body.element]] += 1;
    cases.push(testCase(record, body));
  }
  for (const text of summary.incomplete) {
    counts.tests += 1;
    counts.errors += 1;
    const body: Body = { element: "error", type: "incomplete", message: text, lines: [] };
    cases.push(elementOf('classname="crosstag.check" name="all resources are listed"', body));
  }
  const totals = `tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}" time="0"`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${quoted(name)} ${totals}>\n`;
  yield `  <testsuite name=${quoted(name)} ${totals} timestamp="${startedAt}">\n`;
  yield* cases;
  if (summary.fleets.length > 0)
    yield `    <system-out>${xmlText(summary.fleets.map(({ text }) => shownText(text)).join("\n"))}</system-out>\n`;
  if (summary.warnings.length > 0)
    yield `    <system-err>${xmlText(summary.warnings.map((text) => `Warning: ${shownText(text)}`).join("\n"))}</system-err>\n`;
  yield "  </testsuite>\n</testsuites>\n";
}

interface Body {
  readonly element: "failure" | "error" | "skipped";
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

const COUNTED = { failure: "failures", error: "errors", skipped: "skipped" } as const;

function bodyOf({ result, findings, suppressed, error }: CheckRecord, fails: boolean): Body | undefined {
  if (error !== undefined) return { element: "error", type: error.code, message: error.message, lines: [] };
  if (fails) {
    const fresh = findings.filter(({ known }) => !known);
    const lines = fresh.map(({ rule, severity, message, fix }) => `${rule} (${severity}): ${message} ${fix}`);
    const rules = [...new Set(fresh.map(({ rule }) => rule))];
    return { element: "failure", type: rules[0] ?? "policy", message: rules.join(", "), lines };
  }
  if (result === "suppressed")
    return { element: "skipped", type: "waived", message: `waived: ${suppressed[0]?.waiver.id ?? ""}`, lines: [] };
  if (result === "not-applicable")
    return { element: "skipped", type: result, message: "managed by the cloud", lines: [] };
  return undefined;
}

function testCase({ reference, provider, kind }: CheckRecord, body: Body | undefined): string {
  return elementOf(`classname=${xmlAttribute(`${provider}.${kind}`)} name=${quoted(reference)}`, body);
}

function elementOf(name: string, body: Body | undefined): string {
  const start = `    <testcase ${name} time="0"`;
  if (body === undefined) return `${start}/>\n`;
  const { element, type, message, lines } = body;
  const attributes = element === "skipped" ? "" : ` type=${xmlAttribute(type)}`;
  return `${start}>\n      <${element} message=${quoted(message)}${attributes}>${xmlText(lines.map(shownText).join("\n"))}</${element}>\n    </testcase>\n`;
}

function quoted(text: string): string {
  return xmlAttribute(shownText(text));
}
