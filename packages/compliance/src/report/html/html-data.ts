import { CHECK_RESULTS } from "../../check/evaluate-policy.ts";
import type { Finding } from "../../check/problem.ts";
import type { CheckRecord, ReportedSuppression } from "../check-record.ts";
import { NO_NAME, OTHERS } from "../check-summary.ts";
import type { ReportInput } from "../report.ts";
import { jsonForScript } from "./escape-html.ts";
import type { ReportExtra, ReportPage, ReportProblem, ReportRow, SharedReportData } from "./report-data.ts";
import { RESULT_TITLES } from "./result-titles.ts";

/** One line per resource; texts that many resources share are written once, after them. */
export async function* dataScripts({
  records,
  consolePageOf,
}: Pick<ReportInput, "records" | "consolePageOf">): AsyncGenerator<string, void, undefined> {
  const lists: SharedLists = { problems: new Positions(), waivers: new Positions(), pages: new Positions() };
  const accounts = new Map<string, SharedReportData["accounts"][number]>();
  yield '<script type="application/json" id="resource-data">[';
  let separator = "\n";
  for await (const record of records) {
    const { provider, account = NO_NAME, accountName = "", unit = "" } = record;
    const place = `${provider} ${account}`;
    if (accountName !== "" || unit !== "") accounts.set(place, [place, accountName, unit]);
    yield separator + jsonForScript(rowOf(record, consolePageOf?.(record), lists));
    separator = ",\n";
  }
  yield "\n]</script>\n";
  const shared: SharedReportData = {
    problems: lists.problems.all,
    waivers: lists.waivers.all,
    pages: lists.pages.all,
    results: CHECK_RESULTS.map((result) => [result, RESULT_TITLES[result]] as const),
    accounts: [...accounts.values()],
    others: OTHERS,
    noName: NO_NAME,
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

interface SharedLists {
  readonly problems: Positions<ReportProblem>;
  readonly waivers: Positions<string>;
  readonly pages: Positions<ReportPage>;
}

function rowOf(record: CheckRecord, page: string | undefined, lists: SharedLists): ReportRow {
  const { reference, provider, account = NO_NAME, kind, team = NO_NAME, result, findings, suppressed } = record;
  const { problems, waivers } = lists;
  const problemOf = ({ rule, severity, message, fix, value }: Finding & { readonly value?: string }) =>
    problems.of(value === undefined ? [rule, severity, message, fix] : [rule, severity, message, fix, value]);
  const extra = extraOf(record, page, lists);
  const facts = [reference, provider, account, kind, team, CHECK_RESULTS.indexOf(result), extra] as const;
  const fresh = findings.filter(({ known }) => known !== true).map(problemOf);
  const known = findings.filter((finding) => finding.known === true).map(problemOf);
  const waived = suppressed.map((one) => [problemOf(one), waivers.of(waiverText(one))] as const);
  // Empty lists at the end are left out: they are most of the size of a report without findings.
  if (waived.length > 0) return [...facts, fresh, known, waived];
  if (known.length > 0) return [...facts, fresh, known];
  return fresh.length > 0 ? [...facts, fresh] : facts;
}

function waiverText({ waiver: { owner, reason, ticket, expires } }: ReportedSuppression): string {
  return `Waived by ${owner} through ${expires}: ${reason}${ticket === undefined ? "" : ` (${ticket})`}`;
}

function extraOf(
  { reference, aliases = [], description, error }: CheckRecord,
  page: string | undefined,
  { pages }: SharedLists,
): ReportExtra | 0 {
  const about = [...aliases, ...(description === undefined ? [] : [description])].join(" · ");
  const extra: ReportExtra = {
    ...(about !== "" && { about }),
    ...(error !== undefined && { error: `${error.message} (${error.code})` }),
    // No other scheme: an address could be a script.
    ...(page?.startsWith("https://") && { page: pages.of(splitAddress(page, reference)) }),
  };
  return Object.keys(extra).length === 0 ? 0 : extra;
}

/** Many pages have the same beginning, and end as the reference does. */
function splitAddress(page: string, reference: string): ReportPage {
  let rest = 0;
  while (rest < page.length && rest < reference.length && page.at(-1 - rest) === reference.at(-1 - rest)) rest += 1;
  return [page.slice(0, page.length - rest), rest];
}
