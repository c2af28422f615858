import { coverageOf, type CheckSummary, type GroupSummary } from "../check-summary.ts";
import { percent } from "../percent.ts";
import { wholeNumber } from "./counted.ts";
import { escapeHtml, shownHtml } from "./escape-html.ts";

/** Coverage by rule. It works without the script, which only adds the links. */
export function ruleTable({ rules }: CheckSummary): string {
  const worstFirst = rules.toSorted((one, other) => other.violating - one.violating);
  const rows = worstFirst.map(({ id, severity, text, link, applied, violating, suppressed }) => {
    const about = [
      ...(text === undefined ? [] : [shownHtml(text)]),
      ...(link !== undefined && /^https?:/i.test(link)
        ? [`<a href="${escapeHtml(link)}" rel="noreferrer">more about ${shownHtml(id)}</a>`]
        : []),
    ].join(" ");
    const share = applied === 0 ? null : (applied - violating) / applied;
    return `<tr><th scope="row">${filterLink({ rule: id }, id)}</th><td><span class="badge severity-${severity}">${severity}</span></td><td class="text">${about}</td>${numbers([applied, violating, suppressed])}${shareCell(share)}</tr>`;
  });
  const headings = ["Rule", "Severity", "Description", "Resources", "Violating", "Waived", "Coverage"];
  return table(
    "Resources that each rule applies to, and the share that is compliant or waived; most violated first",
    headings,
    rows,
    3,
  );
}

export function groupTable(what: "cloud" | "account" | "team", title: string, groups: readonly GroupSummary[]): string {
  const worstFirst = groups.toSorted((one, other) => other.results.violating - one.results.violating);
  const rows = worstFirst.map((group) => {
    const { name, resources, results } = group;
    const { compliant, violating, suppressed, error } = results;
    const worst = violating === 0 ? "0" : filterLink({ [what]: name, result: "violating" }, wholeNumber(violating));
    return `<tr><th scope="row">${filterLink({ [what]: name }, name)}</th>${numbers([resources, compliant])}<td class="number">${worst}</td>${numbers([suppressed, results["not-applicable"], error])}${shareCell(coverageOf(group))}</tr>`;
  });
  const headings = [title, "Resources", "Compliant", "Violating", "Waived", "Managed by cloud", "Not read", "Coverage"];
  return table(`Coverage by ${title.toLowerCase()}; most violating first`, headings, rows, 1);
}

export function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`;
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
  return scrolling(
    caption,
    `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`,
  );
}

/** Content that may need scrolling. It can have the focus, so that the arrow keys scroll it. */
export function scrolling(label: string, content: string, more = ""): string {
  return `<div class="scroll${more}" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${content}</div>\n`;
}

export function numbers(values: readonly number[]): string {
  return values.map((value) => `<td class="number">${wholeNumber(value)}</td>`).join("");
}

/** Decoration beside the number that it shows; hidden from screen readers. */
export function bar(share: number): string {
  return `<span class="bar" aria-hidden="true"><span style="width:${(share * 100).toFixed(1)}%"></span></span>`;
}

/** A link on this page to the matching resources. */
export function filterAddress(filter: Readonly<Record<string, string>>): string {
  return `#${escapeHtml(new URLSearchParams(filter).toString())}`;
}

function shareCell(share: number | null): string {
  return `<td class="number">${share === null ? "–" : `${percent(share)} ${bar(share)}`}</td>`;
}

function filterLink(filter: Readonly<Record<string, string>>, text: string): string {
  return `<a href="${filterAddress(filter)}">${shownHtml(text)}</a>`;
}
