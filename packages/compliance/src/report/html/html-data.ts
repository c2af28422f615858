import { CHECK_RESULTS } from "../../check/evaluate-policy.ts";
import type { Finding } from "../../check/problem.ts";
import type { CheckRecord, ReportedSuppression } from "../check-record.ts";
import { NO_NAME, OTHERS } from "../check-summary.ts";
import type { ReportInput } from "../report.ts";
import { jsonForScript } from "./escape-html.ts";
import type { ReportProblem, ReportRow, SharedReportData } from "./report-data.ts";
import { RESULT_TITLES } from "./result-titles.ts";

/** One line per resource; texts that many resources share are written once, after them. */
export async function* dataScripts(records: ReportInput["records"]): AsyncGenerator<string, void, undefined> {
  const problems = new Positions<ReportProblem>();
  const waivers = new Positions<string>();
  yield '<script type="application/json" id="resource-data">[';
  let separator = "\n";
  for await (const record of records) {
    yield separator + jsonForScript(rowOf(record, problems, waivers));
    separator = ",\n";
  }
  yield "\n]</script>\n";
  const shared: SharedReportData = {
    problems: problems.all,
    waivers: waivers.all,
    results: CHECK_RESULTS.map((result) => [result, RESULT_TITLES[result]] as const),
    others: OTHERS,
  };
  yield `<script type="application/json" id="shared-data">${jsonForScript(shared)}</script>\n`;
}

/** Values that are written once and then referred to by their position. */
class Positions<Thing> {
  readonly #known = new Map<string, number>();
  readonly all: Thing[] = [];

  of(thing: Thing): number {
    const text = JSON.stringify(thing);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.all.length);
    return this.all.push(thing) - 1;
  }
}

function rowOf(record: CheckRecord, problems: Positions<ReportProblem>, waivers: Positions<string>): ReportRow {
  const { reference, provider, account = NO_NAME, kind, team = NO_NAME, result, findings, suppressed, error } = record;
  const problemOf = ({ rule, severity, message, fix }: Finding) => problems.of([rule, severity, message, fix]);
  const facts = [reference, provider, account, kind, team, CHECK_RESULTS.indexOf(result)] as const;
  const fresh = findings.filter(({ known }) => known !== true).map(problemOf);
  const known = findings.filter((finding) => finding.known === true).map(problemOf);
  const waived = suppressed.map((one) => [problemOf(one), waivers.of(waiverText(one))] as const);
  // Empty lists at the end are left out: they are most of the size of a report without findings.
  if (error !== undefined) return [...facts, fresh, known, waived, `${error.message} (${error.code})`];
  if (waived.length > 0) return [...facts, fresh, known, waived];
  if (known.length > 0) return [...facts, fresh, known];
  return fresh.length > 0 ? [...facts, fresh] : facts;
}

function waiverText({ waiver: { owner, reason, ticket, expires } }: ReportedSuppression): string {
  return `Waived by ${owner} through ${expires}: ${reason}${ticket === undefined ? "" : ` (${ticket})`}`;
}
