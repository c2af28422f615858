import { CHECK_RESULTS } from "../../check/evaluate-policy.ts";
import { SEVERITIES } from "../../policy/policy.ts";
import type { CheckSummary, GroupSummary } from "../check-summary.ts";
import { escapeHtml, shownHtml } from "./escape-html.ts";
import { groupTitle } from "./group-title.ts";
import { columnHeading, section, tableOf } from "./html-tables.ts";
import { RESOURCE_HEADINGS } from "./report-data.ts";
import { RESULT_TITLES } from "./result-titles.ts";

type Choice = readonly [value: string, shown: string];

/** The section that the script fills. Hidden until then: it needs JavaScript. */
export function resourceSection(summary: CheckSummary, compared: boolean): string {
  if (summary.resources === 0) return "";
  const head = RESOURCE_HEADINGS.map((heading) => columnHeading(heading)).join("");
  const rows = tableOf("Worst first", head, '<tbody role="rowgroup" id="rows"></tbody>');
  const content = `<noscript><p>The list of resources requires JavaScript. The tables above do not.</p></noscript>
<div id="list" hidden>
${filters(summary, compared)}
<div class="status"><p id="status" role="status"></p><button type="button" id="copy">Copy references</button><p id="copied" aria-live="polite"></p></div>
${rows}<nav class="pages" id="pages" aria-label="Pages of the list"><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button></nav>
</div>
`;
  return section("resources", "Resources", content).replace('<h2 id="resources"', '<h2 id="resources" tabindex="-1"');
}

function filters({ rules, providers, accounts, units, teams, teamKey }: CheckSummary, compared: boolean): string {
  const results = CHECK_RESULTS.map((result): Choice => [result, RESULT_TITLES[result]]);
  const severities = SEVERITIES.toReversed().map((severity): Choice => [severity, severity]);
  const ruleIds = rules.map(({ id }): Choice => [id, id]);
  const fields = [
    select("result", "Result", results),
    select("severity", "Severity", severities),
    select("rule", "Rule", ruleIds),
    teamKey === undefined ? "" : select("team", "Team", namesOf(teams)),
    select("provider", "Provider", namesOf(providers)),
    select("account", "Account", namesOf(accounts)),
    units.length === 0 ? "" : select("unit", "Unit", namesOf(units)),
    compared
      ? select("baseline", "Baseline", [
          ["new", "new findings"],
          ["known", "known findings"],
        ])
      : "",
  ];
  return `<form id="filters" class="filters" role="search" aria-label="Filter the resources">
<div class="field wide"><label for="filter-search">Search</label><input id="filter-search" type="search" autocomplete="off" placeholder="name, rule, team, text of a finding"></div>
${fields.filter((field) => field !== "").join("\n")}
<button type="button" id="reset">Show all</button>
</form>`;
}

function select(name: string, title: string, choices: readonly Choice[]): string {
  const options = choices.map(([value, shown]) => `<option value="${escapeHtml(value)}">${shownHtml(shown)}</option>`);
  return `<div class="field"><label for="filter-${name}">${title}</label><select id="filter-${name}"><option value="">all</option>${options.join("")}</select></div>`;
}

function namesOf(groups: readonly GroupSummary[]): readonly Choice[] {
  return groups.map((group) => [group.name, groupTitle(group)]);
}
