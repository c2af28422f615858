import type { UnreadAccount } from "../report.ts";
import { coverageOf, type CheckSummary, type GroupSummary } from "../check-summary.ts";
import { wholeNumber } from "./counted.ts";
import { escapeHtml, shownHtml } from "./escape-html.ts";
import { groupTitle } from "./group-title.ts";
import { filterLink, numbers, shareCell, table, type Cell } from "./html-tables.ts";
import { unreadGroups, type UnreadGroups } from "./unread-groups.ts";

/** The numbers of a group of which nothing was read. */
const UNKNOWN: readonly Cell[] = ["–", "–", "–", "–", "–", "all", "–"].map((html) => ({ html, className: "number" }));

/** Coverage by rule. It works without the script, which only adds the links. */
export function ruleTable({ rules }: CheckSummary): string {
  const worstFirst = rules.toSorted((one, other) => other.violating - one.violating);
  const rows = worstFirst.map(
    ({ id, severity, text, checks, link, applied, violating, suppressed }): readonly Cell[] => {
      const about = [
        text === undefined ? `<span class="soft">${shownHtml(checks)}</span>` : shownHtml(text),
        ...(link !== undefined && /^https?:/i.test(link)
          ? [`<a href="${escapeHtml(link)}" rel="noreferrer">more about ${shownHtml(id)}</a>`]
          : []),
      ].join(" ");
      const share = applied === 0 ? null : (applied - violating) / applied;
      return [
        { html: filterLink({ rule: id }, id), isHeader: true },
        { html: `<span class="badge severity-${severity}">${severity}</span>` },
        { html: about, className: "text" },
        ...numbers([applied, violating, suppressed]),
        shareCell(share),
      ];
    },
  );
  const headings = ["Rule", "Severity", "Description", "Resources", "Violating", "Waived", "Coverage"];
  return table(
    "Resources that each rule applies to, and the share that is compliant or waived; most violated first",
    headings,
    rows,
    { firstNumber: 3 },
  );
}

/** Coverage by account, with the accounts that could not be read. */
export function accountTable(groups: readonly GroupSummary[], unread: readonly UnreadAccount[]): string {
  const { reasons, empty } = unreadGroups(unread, groups);
  return groupTable("account", "Account", [...empty, ...groups], reasons);
}

/**
 * Coverage by group.
 * @param unread why groups could not be read, or not completely, by name. Default: all were
 */
export function groupTable(
  what: "provider" | "account" | "unit" | "team",
  title: string,
  groups: readonly GroupSummary[],
  unread: UnreadGroups["reasons"] = new Map(),
): string {
  // What is not known may be worse than what is.
  const worstFirst = groups.toSorted(
    (one, other) =>
      Number(unread.has(other.name)) - Number(unread.has(one.name)) || other.results.violating - one.results.violating,
  );
  const rows = worstFirst.map((group): readonly Cell[] => {
    const { name, resources, results } = group;
    const reasons = (unread.get(name) ?? []).map(
      (reason) => ` <span class="reason result-error">${shownHtml(reason)}</span>`,
    );
    // No numbers: 0 would say that there are none.
    if (resources === 0) return [{ html: shownHtml(groupTitle(group)) + reasons.join(""), isHeader: true }, ...UNKNOWN];
    const { compliant, violating, suppressed, error } = results;
    const worst = violating === 0 ? "0" : filterLink({ [what]: name, result: "violating" }, wholeNumber(violating));
    return [
      { html: filterLink({ [what]: name }, groupTitle(group)) + reasons.join(""), isHeader: true },
      ...numbers([resources, compliant]),
      { html: worst, className: "number" },
      ...numbers([suppressed, results["not-applicable"], error]),
      shareCell(coverageOf(group)),
    ];
  });
  const headings = [title, "Resources", "Compliant", "Violating", "Waived", "Managed by cloud", "Not read", "Coverage"];
  return table(`Coverage by ${title.toLowerCase()}; most violating first`, headings, rows, { firstNumber: 1 });
}
