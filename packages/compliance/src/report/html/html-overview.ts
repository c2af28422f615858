import { CHECK_RESULTS } from "../../check/evaluate-policy.ts";
import { SEVERITIES } from "../../policy/policy.ts";
import { coverageOf, type CheckSummary } from "../check-summary.ts";
import { countUnread } from "../count-unread.ts";
import { percent } from "../percent.ts";
import type { ReportInput, UnreadAccount } from "../report.ts";
import { counted, wholeNumber } from "./counted.ts";
import { escapeHtml, shownHtml } from "./escape-html.ts";
import { bar, filterAddress, section } from "./html-tables.ts";
import { RESULT_TITLES } from "./result-titles.ts";

/** What was checked, when, and with which results, on one screen. */
export function overview({ summary, policyFile, compared, unread = [] }: Omit<ReportInput, "records">): string {
  const { policy, checkedAt, rules } = summary;
  const time = `${checkedAt.slice(0, 16).replace("T", " ")} UTC`;
  const facts = [
    `Checked at <time datetime="${escapeHtml(checkedAt)}">${shownHtml(time)}</time>`,
    counted(rules.length, "rule"),
    ...(policyFile === undefined || policyFile === policy ? [] : [`from ${shownHtml(policyFile)}`]),
  ];
  const warnings = summary.warnings.map(
    (text) => `<p class="severity-warning"><b>Warning:</b> ${shownHtml(text)}</p>\n`,
  );
  const fleets = summary.fleets.map(({ text }) => `<p>${shownHtml(text)}</p>\n`);
  const content = `${warnings.join("")}${fleets.join("")}${coverage(summary)}${results(summary, unread)}${findings(summary)}${compared === true ? baseline(summary) : ""}`;
  return `<header><p class="kicker">Tag compliance, checked by crosstag</p>
<h1>${shownHtml(policy)}</h1>
<p class="soft">${facts.join(" · ")}</p></header>
${section("overview", "Overview", content)}`;
}

function coverage(summary: CheckSummary): string {
  const { results: counts, resources } = summary;
  const share = coverageOf(summary);
  if (share === null)
    return `<p class="coverage">${resources === 0 ? "No resource was checked." : "No coverage: every resource is managed by its cloud and cannot be tagged."}</p>\n`;
  const applicable = resources - counts["not-applicable"];
  const notes = [
    `<b>${wholeNumber(counts.compliant + counts.suppressed)} of ${counted(applicable, "resource")}</b> ${applicable === 1 ? "is" : "are"} compliant or waived. Coverage is rounded down.`,
    counts["not-applicable"] === 0
      ? ""
      : `${wholeNumber(counts["not-applicable"])} managed by the cloud ${counts["not-applicable"] === 1 ? "does" : "do"} not count: ${counts["not-applicable"] === 1 ? "it" : "they"} cannot be tagged.`,
    counts.error === 0
      ? ""
      : `${wholeNumber(counts.error)} that could not be read ${counts.error === 1 ? "counts" : "count"} as not compliant.`,
  ];
  return `<div class="coverage"><p class="share"><strong>${percent(share)}</strong> coverage</p>${bar(share)}<p class="soft">${notes.join(" ")}</p></div>\n`;
}

/** Each number links to its resources. */
function results({ resources, results: counts }: CheckSummary, unread: readonly UnreadAccount[]): string {
  const items = CHECK_RESULTS.map((result) => {
    const inside = `<strong>${wholeNumber(counts[result])}</strong> <span class="result-${result}">${RESULT_TITLES[result]}</span>`;
    return counts[result] === 0
      ? `<li><span class="tile">${inside}</span></li>`
      : `<li><a class="tile" href="${filterAddress({ result })}">${inside}</a></li>`;
  });
  return `<ul class="numbers"><li><span class="tile"><strong>${wholeNumber(resources)}</strong> ${resources === 1 ? "resource" : "resources"}</span></li>${items.join("")}${unreadTile(unread)}</ul>\n`;
}

/** Resources that were not listed are in no other number. */
function unreadTile(unread: readonly UnreadAccount[]): string {
  if (unread.length === 0) return "";
  const { count, what } = countUnread(unread);
  return `<li><span class="tile"><strong>${wholeNumber(count)}</strong> <span class="result-error">${what} not read completely</span></span></li>`;
}

function findings({ findings: open, suppressed }: CheckSummary): string {
  const parts = SEVERITIES.toReversed().map(
    (severity) =>
      `<span class="badge severity-${severity}">${severity}</span> ${numberLink({ severity }, open[severity])}`,
  );
  return `<p class="findings">Open findings, by severity: ${parts.join(" ")} <span class="soft">A resource can have several; ${suppressed === 1 ? "1 more is" : `${wholeNumber(suppressed)} more are`} waived.</span></p>\n`;
}

function baseline({ findings: open, known }: CheckSummary): string {
  const before = total(known);
  const fresh = total(open) - before;
  return `<p>Compared with a baseline: <b>${numberLink({ baseline: "new" }, fresh)} new</b>, ${numberLink({ baseline: "known" }, before)} in the baseline. Findings in the baseline count as violating here, but do not fail the check.</p>\n`;
}

function total(counts: CheckSummary["findings"]): number {
  return SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
}

function numberLink(filter: Readonly<Record<string, string>>, count: number): string {
  return count === 0 ? "0" : `<a href="${filterAddress(filter)}">${wholeNumber(count)}</a>`;
}
