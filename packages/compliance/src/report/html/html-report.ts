import type { CheckSummary } from "../check-summary.ts";
import type { ReportInput } from "../report.ts";
import { shownHtml } from "./escape-html.ts";
import { accountTable, groupTable, ruleTable } from "./html-coverage.ts";
import { dataScripts } from "./html-data.ts";
import { overview } from "./html-overview.ts";
import { resourceSection } from "./html-resources.ts";
import { HTML_STYLE } from "./html-style.ts";
import { section } from "./html-tables.ts";
import { REPORT_SCRIPT } from "./report-script.ts";
import { trendSection } from "./html-trend.ts";
import { waiverTable } from "./html-waivers.ts";

/** Nothing is loaded and nothing is sent, whatever the names contain. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One page without other files and without requests. */
export async function* writeHtmlReport(input: ReportInput): AsyncGenerator<string, void, undefined> {
  const { summary, earlier = [], compared = false } = input;
  const { rules, waivers, checkedAt } = summary;
  yield head(summary);
  yield overview(input);
  yield trendSection([...earlier, summary]);
  if (rules.length > 0) yield section("rules", "Rules", ruleTable(summary));
  yield groupSections(summary, input.unread);
  if (waivers.length > 0) yield section("waivers", "Waivers", waiverTable(waivers, checkedAt));
  yield resourceSection(summary, compared);
  yield "</main>\n";
  yield* dataScripts(input);
  yield `<script>
${REPORT_SCRIPT}</script>\n</body>\n</html>\n`;
}

function head({ policy, resources }: CheckSummary): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>Tags checked: ${shownHtml(policy)}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
${resources === 0 ? "" : '<a class="skip" id="skip" href="#resources">Skip to the resources</a>'}
<main>
`;
}

function groupSections(
  { providers, accounts, units, teams, teamKey }: CheckSummary,
  unread: ReportInput["unread"] = [],
): string {
  return [
    providers.length === 0 ? "" : section("providers", "Providers", groupTable("provider", "Provider", providers)),
    accounts.length + unread.length === 0 ? "" : section("accounts", "Accounts", accountTable(accounts, unread)),
    units.length === 0 ? "" : section("units", "Organizational units", groupTable("unit", "Unit", units)),
    teamKey === undefined || teams.length === 0
      ? ""
      : section("teams", `Teams, by the tag ${shownHtml(teamKey)}`, groupTable("team", "Team", teams)),
  ].join("");
}
