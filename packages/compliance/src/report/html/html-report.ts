import { VERDICTS, type Verdict } from "../../check/evaluate-policy.ts";
import type { CheckRecord } from "../check-record.ts";
import { coverageOf, type CheckSummary } from "../check-summary.ts";
import { percent } from "../percent.ts";
import type { ReportInput } from "../report.ts";
import { escapeHtml, jsonForScript } from "./escape-html.ts";
import { HTML_SCRIPT } from "./html-script.ts";
import { HTML_STYLE } from "./html-style.ts";
import { groupTable, ruleTable, waiverTable } from "./html-tables.ts";
import { trendSection } from "./html-trend.ts";

const TITLES: Readonly<Record<Verdict, string>> = {
  compliant: "compliant",
  violating: "violating",
  suppressed: "waived",
  "not-applicable": "managed by the cloud",
  error: "could not be read",
};

/** One page that needs nothing beside it, and asks for nothing. */
export async function* writeHtmlReport({
  summary,
  records,
  earlier = [],
}: ReportInput): AsyncGenerator<string, void, undefined> {
  yield head(summary);
  yield numbersList(summary);
  yield trendSection([...earlier, summary]);
  yield section("rules", "Rules", ruleTable(summary));
  yield coverageSections(summary);
  if (summary.waivers.length > 0) yield section("waivers", "Waivers", waiverTable(summary.waivers));
  yield resourceSection(summary);
  yield* dataScripts(summary, records);
  yield `<script>${HTML_SCRIPT}</script>\n</body>\n</html>\n`;
}

function head({ policy, checkedAt }: CheckSummary): string {
  const title = `Tags checked: ${escapeHtml(policy)}`;
  const policyOfPage =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOfPage}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<a class="skip" href="#resources">To the resources</a>
<main>
<h1>${title}</h1>
<p class="soft">Checked at <time datetime="${escapeHtml(checkedAt)}">${escapeHtml(checkedAt.slice(0, 16).replace("T", " "))} UTC</time> by crosstag.</p>
`;
}

function numbersList(summary: CheckSummary): string {
  const coverage = coverageOf(summary);
  const items = [
    `<li><strong>${summary.resources}</strong> resources</li>`,
    ...VERDICTS.map(
      (verdict) => `<li class="${verdict}"><strong>${summary.verdicts[verdict]}</strong> ${TITLES[verdict]}</li>`,
    ),
    ...(coverage === null ? [] : [`<li><strong>${percent(coverage)}</strong> coverage</li>`]),
  ];
  return `<ul class="numbers">${items.join("")}</ul>\n`;
}

function coverageSections({ clouds, accounts, teams, teamKey }: CheckSummary): string {
  return [
    section("clouds", "Clouds", groupTable("cloud", "Cloud", clouds)),
    section("accounts", "Accounts", groupTable("account", "Account", accounts)),
    teamKey === undefined
      ? ""
      : section("teams", `Teams, by the tag ${escapeHtml(teamKey)}`, groupTable("team", "Team", teams)),
  ].join("");
}

function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`;
}

function resourceSection({ rules, clouds, accounts, teams, teamKey }: CheckSummary): string {
  const headings = ["Resource", "Cloud", "Account", "Kind", "Team", "Verdict", "What is wrong"];
  return `<section aria-labelledby="resources"><h2 id="resources" tabindex="-1">Resources</h2>
<noscript><p>The list of resources needs JavaScript, which is not on; the tables above do not.</p></noscript>
<form id="filters" class="filters" role="search" aria-label="Filter the resources">
<label>Search<input id="filter-search" type="search" autocomplete="off"></label>
${select(
  "verdict",
  "Verdict",
  VERDICTS.map((verdict) => [verdict, TITLES[verdict]] as const),
)}
${select(
  "rule",
  "Rule",
  rules.map(({ id }) => [id, id] as const),
)}
${select("cloud", "Cloud", named(clouds))}
${select("account", "Account", named(accounts))}
${teamKey === undefined ? "" : select("team", "Team", named(teams))}
<button type="button" id="reset">Show all</button>
</form>
<p id="status" role="status" aria-live="polite"></p>
<div class="scroll" tabindex="0" role="region" aria-label="Resources"><table><caption>Resources with what is wrong with them</caption>
<thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join("")}</tr></thead><tbody id="rows"></tbody></table></div>
<nav class="pages" aria-label="Pages of the list"><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button></nav>
</section>
</main>
`;
}

function select(name: string, title: string, choices: readonly (readonly [value: string, shown: string])[]): string {
  const options = choices.map(([value, shown]) => `<option value="${escapeHtml(value)}">${escapeHtml(shown)}</option>`);
  return `<label>${title}<select id="filter-${name}"><option value="">all</option>${options.join("")}</select></label>`;
}

function named(groups: readonly { readonly name: string }[]): readonly (readonly [string, string])[] {
  return groups.map(({ name }) => [name, name]);
}

/** A line for each resource; texts that many have in common stand once, after them. */
async function* dataScripts(
  { rules }: CheckSummary,
  records: ReportInput["records"],
): AsyncGenerator<string, void, undefined> {
  const positions = new Map(rules.map(({ id }, position) => [id, position]));
  const texts = new Map<string, number>();
  const textOf = (message: string) => {
    const known = texts.get(message) ?? texts.size;
    texts.set(message, known);
    return known;
  };
  const ruleOf = (id: string) => positions.get(id) ?? 0;
  yield '<script type="application/json" id="resource-data">[';
  let separator = "\n";
  for await (const record of records) {
    yield separator + jsonForScript(rowOf(record, ruleOf, textOf));
    separator = ",\n";
  }
  yield "\n]</script>\n";
  const shared = { texts: [...texts.keys()], rules: rules.map(({ id }) => id) };
  yield `<script type="application/json" id="text-data">${jsonForScript(shared)}</script>\n`;
}

function rowOf(record: CheckRecord, ruleOf: (id: string) => number, textOf: (text: string) => number): unknown[] {
  const {
    reference,
    provider,
    account = "(none)",
    kind,
    team = "(none)",
    verdict,
    findings,
    suppressed,
    error,
  } = record;
  return [
    reference,
    provider,
    account,
    kind,
    team,
    verdict,
    findings.map(({ rule, message, severity, known }) => [ruleOf(rule), textOf(message), severity, known ? 1 : 0]),
    suppressed.map(({ rule, message, waiver }) => [
      ruleOf(rule),
      textOf(message),
      `waived by ${waiver.owner} through ${waiver.expires}`,
    ]),
    ...(error === undefined ? [] : [`${error.message} (${error.code})`]),
  ];
}
