/**
 * What the page does: filters, searches and pages through the resources. Nothing from the data becomes markup, nothing is
 * asked for anywhere; the state is in the address after the #, so that a filtered page can be linked to.
 */
export const HTML_SCRIPT = `
"use strict";
(() => {
  const PAGE = 100;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const resources = read("resource-data");
  const { texts, rules } = read("text-data");
  const names = ["search", "verdict", "rule", "cloud", "account", "team"];
  const fields = Object.fromEntries(names.map((name) => [name, document.getElementById("filter-" + name)]).filter(([, field]) => field));
  const body = document.getElementById("rows");
  const status = document.getElementById("status");
  const place = document.getElementById("page");
  const [previous, next] = [document.getElementById("previous"), document.getElementById("next")];
  const TITLES = { compliant: "compliant", violating: "violating", suppressed: "waived", "not-applicable": "managed by the cloud", error: "could not be read" };
  let page = 0;
  let shown = resources;

  // A resource: [reference, cloud, account, kind, team, verdict, findings, waived, error]
  const searchTexts = resources.map((r) =>
    [r[0], r[1], r[2], r[4], ...r[6].map((f) => rules[f[0]] + " " + texts[f[1]])].join(" ").toLowerCase());

  const filter = () => {
    const wanted = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
    const words = (wanted.search || "").toLowerCase().split(/\\s+/).filter(Boolean);
    const rule = wanted.rule ? rules.indexOf(wanted.rule) : -1;
    shown = resources.filter((r, index) =>
      (!wanted.verdict || r[5] === wanted.verdict) &&
      (!wanted.cloud || r[1] === wanted.cloud) &&
      (!wanted.account || r[1] + " " + r[2] === wanted.account) &&
      (!wanted.team || r[4] === wanted.team) &&
      (rule < 0 || r[6].some((f) => f[0] === rule) || r[7].some((f) => f[0] === rule)) &&
      words.every((word) => searchTexts[index].includes(word)));
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const rowOf = ([reference, cloud, account, kind, team, verdict, findings, waived, error]) => {
    const row = element("tr");
    const name = element("th", reference, "reference");
    name.scope = "row";
    const what = element("td");
    const list = element("ul");
    for (const [rule, text, severity, known] of findings)
      list.append(element("li", rules[rule] + ": " + texts[text] + (known ? " (known before)" : ""), "severity-" + severity));
    for (const [rule, text, waiver] of waived) list.append(element("li", rules[rule] + ": " + texts[text] + " (" + waiver + ")", "suppressed"));
    if (error) list.append(element("li", error, "error"));
    if (list.children.length > 0) what.append(list);
    row.append(name, element("td", cloud), element("td", account), element("td", kind), element("td", team), element("td", TITLES[verdict], verdict), what);
    return row;
  };

  const render = (from, to) => {
    const rows = document.createDocumentFragment();
    for (const resource of shown.slice(from, to)) rows.append(rowOf(resource));
    body.replaceChildren(rows);
  };
  const show = () => {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(page, pages - 1);
    render(page * PAGE, (page + 1) * PAGE);
    status.textContent = shown.length + " of " + resources.length + " resources";
    place.textContent = "Page " + (page + 1) + " of " + pages;
    previous.disabled = page === 0;
    next.disabled = page >= pages - 1;
  };
  const refresh = () => { page = 0; filter(); show(); };

  let writing = false;
  const toAddress = () => {
    const given = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) if (field.value) given.set(name, field.value);
    writing = true;
    const text = given.toString();
    try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch { /* a page from a file may not be allowed to */ }
    writing = false;
  };
  const fromAddress = (jump) => {
    const text = location.hash.slice(1);
    if (!text.includes("=")) return;
    const given = new URLSearchParams(text);
    for (const [name, field] of Object.entries(fields)) field.value = given.get(name) ?? "";
    refresh();
    if (jump) document.getElementById("resources").scrollIntoView();
  };

  for (const field of Object.values(fields)) field.addEventListener("input", () => { refresh(); toAddress(); });
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("reset").addEventListener("click", () => {
    for (const field of Object.values(fields)) field.value = "";
    refresh();
    toAddress();
  });
  const turn = (by) => { page += by; show(); document.getElementById("resources").scrollIntoView(); };
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  window.addEventListener("hashchange", () => { if (!writing) fromAddress(true); });
  window.addEventListener("beforeprint", () => render(0, shown.length));
  window.addEventListener("afterprint", show);
  refresh();
  fromAddress(false);
})();
`;
