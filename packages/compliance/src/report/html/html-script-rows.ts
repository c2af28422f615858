import { UNSEEN_SOURCE } from "@crosstag/core/internal";

/** The part of the script that creates rows. */
export const ROWS_SCRIPT = String.raw`
  /** Escapes invisible characters: they can make one name look like another. */
  const seen = (text) => text.replace(/${UNSEEN_SOURCE}/gu, (character) =>
    "\\u{" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "}");

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = seen(text);
    if (className) made.className = className;
    return made;
  };

  const findingOf = (n, mark, note) => {
    const [rule, severity, message, fix] = problems[n];
    const item = element("li");
    item.append(element("span", mark ?? severity, "badge " + (mark ? "result-suppressed" : "severity-" + severity)), " ", element("b", rule), " ", element("span", message));
    if (note) item.append(" ", element("span", note, "soft"));
    if (!mark && fix) item.append(element("span", "Fix: " + fix, "fix"));
    return item;
  };

  const worstFirst = (found) => found.toSorted((one, other) => RANKS[problems[one][1]] - RANKS[problems[other][1]]);

  const rowOf = ([reference, cloud, account, kind, team, result, fresh = [], known = [], waived = [], error]) => {
    const [code, title] = results[result];
    const row = element("tr");
    const name = element("th", reference, "reference");
    name.scope = "row";
    const outcome = element("td");
    outcome.append(element("span", title, "badge result-" + code));
    const wrong = element("td", undefined, "text");
    const found = element("ul");
    for (const n of worstFirst(fresh)) found.append(findingOf(n));
    for (const n of worstFirst(known)) found.append(findingOf(n, undefined, "(in the baseline)"));
    for (const [n, waiver] of waived) found.append(findingOf(n, "waived", waivers[waiver]));
    if (error) found.append(element("li", error));
    if (found.children.length > 0) wrong.append(found);
    row.append(name, outcome, wrong, element("td", team, "name"), element("td", cloud, "plain"), element("td", account), element("td", kind, "plain"));
    return row;
  };

  const emptyRow = () => {
    const row = element("tr");
    const cell = element("td", "No matching resources. “Show all” removes all filters.");
    cell.colSpan = 7;
    row.append(cell);
    return row;
  };
`;
