import { UNSEEN_SOURCE } from "@crosstag/core/internal";
import {
  RESOURCE_HEADINGS,
  type ReportExtra,
  type ReportPage,
  type ReportRow,
  type SharedReportData,
} from "../src/report/html/report-data.ts";
import type { Accounts } from "./accounts.ts";

const UNSEEN = new RegExp(UNSEEN_SOURCE, "gu");

/** How severe findings are, the most severe first. Between them are results without findings; see `rankOf`. */
export const RANKS = { error: 0, warning: 3, info: 4 } as const;

/** Escapes invisible characters: they can make one name look like another. */
export function seen(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`,
  );
}

/** Returns the row of the table for a resource. Texts never become markup. */
export function rowOf(resource: ReportRow, shared: SharedReportData, accounts: Accounts): HTMLElement {
  const [reference, provider, account, kind, team, result, given, fresh = [], known = [], waived = []] = resource;
  const extra: ReportExtra = given === 0 ? {} : given;
  const [code, title] = shared.results[result] ?? ["", ""];
  const name = nameOf(reference, extra, shared);
  const outcome = element("td");
  outcome.append(element("span", title, `badge result-${code}`));
  const findings = element("td", undefined, "text");
  const list = element("ul");
  for (const problem of worstFirst(fresh, shared)) list.append(findingOf(problem, shared));
  for (const problem of worstFirst(known, shared))
    list.append(findingOf(problem, shared, { note: "(in the baseline)" }));
  for (const [problem, waiver] of waived)
    list.append(findingOf(problem, shared, { mark: "waived", note: shared.waivers[waiver] }));
  if (extra.error !== undefined) list.append(element("li", extra.error));
  if (list.children.length > 0) findings.append(list);
  const row = element("tr");
  row.append(
    name,
    outcome,
    findings,
    element("td", team, "name"),
    element("td", provider, "plain"),
    accountOf(account, accounts.nameOf(provider, account)),
    element("td", kind, "plain"),
  );
  // Browsers forget the roles of elements that are laid out as cards.
  row.role = "row";
  for (const [position, cell] of [...row.children].entries()) {
    cell.role = position === 0 ? "rowheader" : "cell";
    cell.setAttribute("data-label", RESOURCE_HEADINGS[position] ?? "");
  }
  return row;
}

function accountOf(account: string, name: string): HTMLElement {
  const cell = element("td");
  cell.append(element("span", account, "plain"));
  if (name !== "") cell.append(" ", element("span", name, "soft name"));
  return cell;
}

/** Its aliases and description, its full name, and a link to its page in the console. */
function nameOf(reference: string, { about, page }: ReportExtra, { pages }: SharedReportData): HTMLElement {
  const name = element("th", undefined, "reference");
  name.scope = "row";
  if (about !== undefined) name.append(element("span", about, "about"));
  name.append(element("span", reference, "full"));
  const split = page === undefined ? undefined : pages[page];
  const address = split === undefined ? undefined : addressOf(reference, split);
  if (address !== undefined) {
    const link = element("a", "console", "page");
    link.href = address;
    link.rel = "noreferrer";
    link.setAttribute("aria-label", `console: ${seen(reference)}`);
    name.append(link);
  }
  return name;
}

function addressOf(reference: string, [beginning, rest]: ReportPage): string | undefined {
  const address = `${beginning}${rest === 0 ? "" : reference.slice(-rest)}`;
  return address.startsWith("https://") ? address : undefined;
}

/** The only row of a table in which no resource matches. */
export function emptyRow(): HTMLElement {
  const cell = element("td", "No matching resources. “Show all” removes all filters.");
  cell.colSpan = RESOURCE_HEADINGS.length;
  cell.className = "empty";
  cell.role = "cell";
  const row = element("tr");
  row.role = "row";
  row.append(cell);
  return row;
}

interface FindingNotes {
  /** Replaces the severity, and hides the fix. */
  readonly mark?: string;
  readonly note?: string | undefined;
}

function findingOf(problem: number, { problems }: SharedReportData, { mark, note }: FindingNotes = {}): HTMLElement {
  const [rule = "", severity = "info", message = "", fix, value] = problems[problem] ?? [];
  const badge = mark === undefined ? `severity-${severity}` : "result-suppressed";
  const item = element("li");
  item.append(
    element("span", mark ?? severity, `badge ${badge}`),
    " ",
    element("b", rule),
    " ",
    element("span", message),
  );
  if (value !== undefined) item.append(" ", element("span", `Value: ${JSON.stringify(value)}`, "value"));
  if (note !== undefined && note !== "") item.append(" ", element("span", note, "soft"));
  if (mark === undefined && fix !== undefined && fix !== "") item.append(element("span", `Fix: ${fix}`, "fix"));
  return item;
}

function worstFirst(found: readonly number[], { problems }: SharedReportData): readonly number[] {
  const rankOf = (problem: number) => RANKS[problems[problem]?.[1] ?? "info"];
  return found.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text?: string,
  className?: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = seen(text);
  if (className !== undefined) made.className = className;
  return made;
}
