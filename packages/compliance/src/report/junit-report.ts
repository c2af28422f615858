import { xmlAttribute, xmlText } from "@crosstag/core/internal";
import type { CheckRecord } from "./check-record.ts";
import { isFailing } from "./check-summary.ts";
import type { ReportInput } from "./report.ts";
import { shownText } from "./shown-text.ts";

/**
 * One test case per resource: a failure if a finding fails the check, an error if the resource could not be read. If there are
 * several accounts, each has a test suite, and what concerns the whole check has one.
 */
export async function* writeJunitReport({
  summary,
  records,
  failOn,
}: ReportInput): AsyncGenerator<string, void, undefined> {
  // JUnit requires the counts before the cases. They depend on `failOn`, so they are counted here.
  const accounts = new Map<string, Suite>();
  for await (const record of records) {
    const account = accountOf(record);
    const suite = accounts.get(account) ?? newSuite(record.unit);
    accounts.set(account, suite);
    const body = bodyOf(record, isFailing(record, failOn));
    addCase(suite, testCase(record, body), body);
  }
  const [first] = accounts.values();
  const whole = accounts.size === 1 && first !== undefined ? first : newSuite();
  for (const text of summary.incomplete) {
    const body: Body = { element: "error", type: "incomplete", message: text, lines: [] };
    addCase(whole, elementOf('classname="crosstag.check" name="all resources are listed"', body), body);
  }
  const name = `crosstag check ${summary.policy}`;
  const suites = accounts.size === 1 ? [] : [...accounts];
  const startedAt = summary.checkedAt.slice(0, 19);
  const all = [...suites.map(([, suite]) => suite), whole];
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${quoted(name)} ${totalsOf(all)}>\n`;
  for (const [account, suite] of suites) yield* suiteOf(`${name}: ${account}`, suite, startedAt);
  const outputs = outputsOf(summary);
  if (suites.length === 0 || whole.cases.length + outputs.length > 0)
    yield* suiteOf(name, { ...whole, outputs }, startedAt);
  yield "</testsuites>\n";
}

/** A test suite in the making. */
interface Suite {
  readonly cases: string[];
  readonly counts: { tests: number; failures: number; errors: number; skipped: number };
  /** The organizational unit of the account. */
  readonly unit?: string | undefined;
  /** What follows the cases. */
  readonly outputs?: readonly string[];
}

function newSuite(unit?: string): Suite {
  return { cases: [], counts: { tests: 0, failures: 0, errors: 0, skipped: 0 }, unit };
}

function addCase({ cases, counts }: Suite, text: string, body: Body | undefined): void {
  counts.tests += 1;
  if (body !== undefined) counts[COUNTED[body.element]] += 1;
  cases.push(text);
}

function totalsOf(suites: readonly Suite[]): string {
  const sum = (count: keyof Suite["counts"]) => suites.reduce((total, { counts }) => total + counts[count], 0);
  return `tests="${sum("tests")}" failures="${sum("failures")}" errors="${sum("errors")}" skipped="${sum("skipped")}" time="0"`;
}

function* suiteOf(name: string, suite: Suite, startedAt: string): Generator<string, void, undefined> {
  yield `  <testsuite name=${quoted(name)} ${totalsOf([suite])} timestamp="${startedAt}">\n`;
  if (suite.unit !== undefined)
    yield `    <properties>\n      <property name="unit" value=${quoted(suite.unit)}/>\n    </properties>\n`;
  yield* suite.cases;
  yield* suite.outputs ?? [];
  yield "  </testsuite>\n";
}

function outputsOf({ fleets, warnings }: ReportInput["summary"]): readonly string[] {
  const told = fleets.map(({ text }) => shownText(text)).join("\n");
  const warned = warnings.map((text) => `Warning: ${shownText(text)}`).join("\n");
  return [
    ...(told === "" ? [] : [`    <system-out>${xmlText(told)}</system-out>\n`]),
    ...(warned === "" ? [] : [`    <system-err>${xmlText(warned)}</system-err>\n`]),
  ];
}

/** The account in the name of its suite. Records without one are in one suite of their cloud. */
function accountOf({ provider, account, accountName }: CheckRecord): string {
  if (account === undefined) return provider;
  return accountName === undefined ? `${provider} ${account}` : `${provider} ${account} (${accountName})`;
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
