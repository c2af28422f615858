import { isFailing, coverageOf, type CheckSummary } from "./check-summary.ts";
import { countUnread } from "./count-unread.ts";
import { percent } from "./percent.ts";
import type { ReportInput, UnreadAccount } from "./report.ts";
import { shownText } from "./shown-text.ts";

/** Maximum number of resources in a summary: a pull request has little space. */
const MOST_SHOWN = 20;

/** A summary for a pull request: numbers, violated rules, and the first resources that fail the check. */
export async function* writeMarkdownReport({
  summary,
  records,
  failOn,
  unread = [],
}: ReportInput): AsyncGenerator<string, void, undefined> {
  yield head(summary, unread);
  yield ruleTable(summary);
  let failing = 0;
  for await (const record of records) {
    if (record.result !== "error" && !isFailing(record, failOn)) continue;
    failing += 1;
    if (failing > MOST_SHOWN) continue;
    if (failing === 1) yield "\n### Failures\n\n| resource | rule | finding |\n| --- | --- | --- |\n";
    const { reference, findings, error } = record;
    if (error !== undefined) yield row([code(reference), "could not be read", cell(error.message)]);
    for (const { rule, message, known } of findings)
      if (!known) yield row([code(reference), code(rule), cell(message)]);
  }
  if (failing > MOST_SHOWN) yield `\nand ${failing - MOST_SHOWN} more resources.\n`;
}

function head(summary: CheckSummary, unread: readonly UnreadAccount[]): string {
  const { policy, resources, results, findings, known, suppressed } = summary;
  const coverage = coverageOf(summary);
  const alreadyKnown = known.error + known.warning + known.info;
  return [
    `## Tags: ${cell(policy)}`,
    "",
    `**${resources}** resources: **${results.violating}** violating, ${results.compliant} compliant, ${results.suppressed} waived, ` +
      `${results["not-applicable"]} managed by their cloud, **${results.error}** could not be read${unreadAccounts(unread)}.`,
    `${findings.error} errors, ${findings.warning} warnings, ${findings.info} notes` +
      `${alreadyKnown > 0 ? `; ${alreadyKnown} of these in the baseline` : ""}; ${suppressed} waived.` +
      (coverage === null ? "" : ` Coverage: ${percent(coverage)}.`),
    ...summary.fleets.map(({ text }) => `\n${cell(text)}`),
    ...summary.warnings.map((warning) => `\n**Warning:** ${cell(warning)}`),
    "",
  ].join("\n");
}

/** Their resources were not listed, and are in no other number. */
function unreadAccounts(unread: readonly UnreadAccount[]): string {
  if (unread.length === 0) return "";
  const { count, what } = countUnread(unread);
  return `, **${count}** ${what} not read completely`;
}

function ruleTable({ rules }: CheckSummary): string {
  const broken = rules.filter(({ violating, suppressed }) => violating + suppressed > 0);
  if (broken.length === 0) return "\nNo rule is violated.\n";
  return [
    "\n| rule | severity | violating | waived | of |\n| --- | --- | ---: | ---: | ---: |\n",
    ...broken.map(({ id, severity, violating, suppressed, applied }) =>
      row([code(id), severity, String(violating), String(suppressed), String(applied)]),
    ),
  ].join("");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** Escapes text, so that it cannot become a heading, a link, an image, a mention or other markup. */
function cell(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]#|~@]/g, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll("://", "&#58;//")
    .replaceAll("www.", "www&#46;");
}

/** Inside backticks, a backslash does not escape a pipe, which would end the cell: such a text is not put in backticks. */
function code(text: string): string {
  const line = oneLine(text);
  return /[`|\\]/.test(line) ? `<code>${cell(text)}</code>` : `\`${line}\``;
}

function oneLine(text: string): string {
  // A line break would end the row.
  return shownText(text.replaceAll(/[\t\n\r\u2028\u2029]/g, " "));
}
