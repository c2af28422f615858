import { FILTER_SCRIPT } from "./html-script-filter.ts";
import { ROWS_SCRIPT } from "./html-script-rows.ts";

/**
 * Filters, searches and pages through the resources. Data never becomes markup, and nothing is requested. The state is in
 * the fragment of the address, so that links to a filtered page work.
 */
export const HTML_SCRIPT = String.raw`
"use strict";
(() => {
  const list = document.getElementById("list");
  if (!list) return;
  const PAGE = 100;
  const at = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(at(id).textContent);
  const resources = read("resource-data");
  const { problems, waivers, results, others } = read("shared-data");
  const whole = new Intl.NumberFormat("en");
${FILTER_SCRIPT}${ROWS_SCRIPT}
  const [rows, status, place, previous, next] = ["rows", "status", "page", "previous", "next"].map(at);
  let page = 0;
  let shown = resources;

  const render = (from, to) => {
    const made = document.createDocumentFragment();
    for (const resource of shown.slice(from, to)) made.append(rowOf(resource));
    rows.replaceChildren(made);
    if (shown.length === 0) rows.append(emptyRow());
  };
  const show = () => {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.max(0, Math.min(page, pages - 1));
    render(page * PAGE, (page + 1) * PAGE);
    const words = inWords();
    status.textContent = whole.format(shown.length) + " of " + whole.format(resources.length) +
      (resources.length === 1 ? " resource" : " resources") + (words ? ": " + words : "");
    place.textContent = "Page " + whole.format(page + 1) + " of " + whole.format(pages);
    at("pages").hidden = pages === 1;
    // Not disabled: the button would lose the keyboard focus.
    previous.setAttribute("aria-disabled", String(page === 0));
    next.setAttribute("aria-disabled", String(page >= pages - 1));
    rows.closest(".scroll").scrollTop = 0;
  };
  const refresh = (position) => { page = position; shown = fitting(); show(); };

  /** A choice is a step for the back button; a letter of a search is not. */
  const toAddress = (isStep) => {
    const given = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) if (field.value) given.set(name, field.value);
    if (page > 0) given.set("page", String(page + 1));
    const text = given.toString();
    const address = text ? "#" + text : location.pathname + location.search;
    // Some browsers refuse it in a frame, or after many calls. The page still shows the right resources.
    try {
      if (isStep) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch { return; }
  };
  const fromAddress = () => {
    const text = location.hash.slice(1);
    const given = new URLSearchParams(text.includes("=") ? text : "");
    for (const [name, field] of Object.entries(fields)) choose(field, given.get(name) ?? "");
    refresh((Number.parseInt(given.get("page") ?? "1", 10) || 1) - 1);
    return given.size > 0;
  };
  const scroll = () => at("resources").scrollIntoView();
  const jump = () => { at("resources").focus({ preventScroll: true }); scroll(); };
  const turn = (by) => {
    const before = page;
    page += by;
    show();
    if (page !== before) toAddress(true);
  };

  for (const [name, field] of Object.entries(fields))
    field.addEventListener("input", () => { refresh(0); toAddress(name !== "search"); });
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("reset").addEventListener("click", () => {
    for (const field of Object.values(fields)) field.value = "";
    refresh(0);
    toAddress(true);
  });
  // Its own fragment would replace the one with the filters.
  at("skip").addEventListener("click", (event) => { event.preventDefault(); jump(); });
  // A link to the current filter does not change it, but should still scroll to the list.
  document.querySelector("main").addEventListener("click", (event) => {
    if (event.target.closest("a")?.hash === location.hash && location.hash) jump();
  });
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  window.addEventListener("hashchange", () => { if (fromAddress()) jump(); });
  window.addEventListener("beforeprint", () => render(0, shown.length));
  window.addEventListener("afterprint", show);
  list.hidden = false;
  if (fromAddress()) scroll();
})();
`;
