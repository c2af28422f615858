import { coverageOf, NO_NAME, type CheckSummary, type GroupSummary, type WaiverSummary } from "../check-summary.ts";
import { percent } from "../percent.ts";
import { escapeHtml } from "./escape-html.ts";

/** Coverage rule by rule. Readable without the script, which only adds what the links do. */
export function ruleTable({ rules }: CheckSummary): string {
  const rows = rules.map(({ id, severity, text, link, applied, violating, suppressed }) => {
    const about = [
      ...(text === undefined ? [] : [escapeHtml(text)]),
      ...(link !== undefined && /^https?:/i.test(link)
        ? [`<a href="${escapeHtml(link)}" rel="noreferrer">more about ${escapeHtml(id)}</a>`]
        : []),
    ].join(" ");
    const share = applied === 0 ? null : (applied - violating) / applied;
    return `<tr><th scope="row">${filterLink("rule", id)}</th><td class="severity-${severity}">${severity}</td><td>${about}</td>${numbers([applied, violating, suppressed])}${bar(share)}</tr>`;
  });
  const headings = ["Rule", "Severity", "What it wants", "Resources", "Violating", "Waived", "Coverage"];
  return table(
    "Coverage by rule: resources that the rule holds for, and the share of them in order",
    headings,
    rows,
    3,
  );
}

export function groupTable(what: "cloud" | "account" | "team", title: string, groups: readonly GroupSummary[]): string {
  const rows = groups.map((group) => {
    const { name, resources, verdicts } = group;
    const { compliant, violating, suppressed, error } = verdicts;
    const shown = what === "team" && name === NO_NAME ? escapeHtml(name) : filterLink(what, name);
    return `<tr><th scope="row">${shown}</th>${numbers([resources, compliant, violating, suppressed, verdicts["not-applicable"], error])}${bar(coverageOf(group))}</tr>`;
  });
  const headings = [title, "Resources", "Compliant", "Violating", "Waived", "Cloud's own", "Not read", "Coverage"];
  return table(`Coverage by ${title.toLowerCase()}`, headings, rows, 1);
}

export function waiverTable(waivers: readonly WaiverSummary[]): string {
  const rows = waivers.map(
    ({ id, owner, reason, ticket = "", expires, state, covers }) =>
      `<tr><th scope="row">${escapeHtml(id)}</th>${[owner, reason, ticket, expires, state].map((text) => `<td>${escapeHtml(text)}</td>`).join("")}${numbers([covers])}</tr>`,
  );
  const headings = ["Waiver", "Owner", "Reason", "Ticket", "Through", "State", "Findings"];
  return table("Waivers, and what they cover", headings, rows, 6);
}

export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly string[],
  firstNumber: number,
): string {
  const head = headings
    .map(
      (heading, position) =>
        `<th scope="col"${position >= firstNumber ? ' class="number"' : ""}>${escapeHtml(heading)}</th>`,
    )
    .join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>\n`;
}

function numbers(values: readonly number[]): string {
  return values.map((value) => `<td class="number">${value}</td>`).join("");
}

function bar(share: number | null): string {
  if (share === null) return '<td class="number">–</td>';
  return `<td class="number">${percent(share)} <span class="bar" aria-hidden="true"><span style="width:${(share * 100).toFixed(1)}%"></span></span></td>`;
}

function filterLink(what: string, name: string): string {
  return `<a href="#${escapeHtml(new URLSearchParams({ [what]: name }).toString())}">${escapeHtml(name)}</a>`;
}
