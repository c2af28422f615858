import type { ReportRow, SharedReportData } from "../src/report/html/report-data.ts";
import { Accounts } from "./accounts.ts";
import { Filters } from "./filters.ts";
import { copyText } from "./copy-text.ts";
import { at, readData } from "./page.ts";
import { emptyRow, rowOf } from "./rows.ts";
import { shortenTables } from "./shorten-tables.ts";

/** The number of resources on a page. */
const PAGE = 100;

/**
 * Filters, searches and pages through the resources. Data never becomes markup, and nothing is requested. The state is in
 * the fragment of the address, so that links to a filtered page work.
 */
class ResourceList {
  readonly #shared = readData("shared-data") as SharedReportData;
  readonly #accounts = new Accounts(this.#shared);
  readonly #filters = new Filters(readData("resource-data") as readonly ReportRow[], this.#shared);
  readonly #rows = at("rows");
  readonly #previous = at("previous");
  readonly #next = at("next");
  readonly #number = new Intl.NumberFormat("en");
  #page = 0;
  #shown: readonly ReportRow[] = this.#filters.all;

  start(): void {
    for (const [name, field] of this.#filters.fields) {
      field.addEventListener("input", () => {
        this.#refresh(0);
        this.#writeAddress(name !== "search");
      });
    }
    at("filters").addEventListener("submit", (event) => event.preventDefault());
    at("reset").addEventListener("click", () => {
      this.#filters.clear();
      this.#refresh(0);
      this.#writeAddress(true);
    });
    // Its own fragment would replace the one with the filters.
    at("skip").addEventListener("click", (event) => {
      event.preventDefault();
      jump();
    });
    // A link to the current filter does not change it, but should still scroll to the list.
    document.querySelector("main")?.addEventListener("click", ({ target }) => {
      const link = target instanceof Element ? target.closest("a") : null;
      if (link !== null && link.hash === location.hash && location.hash !== "") jump();
    });
    at("copy").addEventListener("click", () => void this.#copy());
    this.#previous.addEventListener("click", () => this.#turn(-1));
    this.#next.addEventListener("click", () => this.#turn(1));
    window.addEventListener("hashchange", () => {
      if (this.#readAddress()) jump();
    });
    window.addEventListener("beforeprint", () => this.#render(0, this.#shown.length));
    window.addEventListener("afterprint", () => this.#show());
    at("list").hidden = false;
    if (this.#readAddress()) scrollToList();
  }

  #render(from: number, to: number): void {
    const rows = this.#shown.slice(from, to).map((resource) => rowOf(resource, this.#shared, this.#accounts));
    this.#rows.replaceChildren(...(this.#shown.length === 0 ? [emptyRow()] : []));
    const made = document.createDocumentFragment();
    for (const row of rows) made.append(row);
    this.#rows.append(made);
  }

  #show(): void {
    const pages = Math.max(1, Math.ceil(this.#shown.length / PAGE));
    this.#page = Math.max(0, Math.min(this.#page, pages - 1));
    this.#render(this.#page * PAGE, (this.#page + 1) * PAGE);
    const { length: all } = this.#filters.all;
    const words = this.#filters.inWords();
    at("status").textContent =
      `${this.#number.format(this.#shown.length)} of ${this.#number.format(all)} ${all === 1 ? "resource" : "resources"}${words === "" ? "" : `: ${words}`}`;
    at("page").textContent = `Page ${this.#number.format(this.#page + 1)} of ${this.#number.format(pages)}`;
    at("pages").hidden = pages === 1;
    // Not disabled: the button would lose the keyboard focus.
    this.#previous.setAttribute("aria-disabled", String(this.#page === 0));
    this.#next.setAttribute("aria-disabled", String(this.#page >= pages - 1));
    at("copied").textContent = "";
  }

  #refresh(page: number): void {
    this.#page = page;
    this.#shown = this.#filters.matching();
    this.#show();
  }

  /** Copies the names of all resources that match, one a line: the form that `--resources` reads. */
  async #copy(): Promise<void> {
    const references = this.#shown.map(([reference]) => reference);
    const copied = await copyText(references.map((reference) => `${reference}\n`).join(""));
    const count = `${this.#number.format(references.length)} ${references.length === 1 ? "reference" : "references"}`;
    at("copied").textContent = copied ? `Copied ${count}.` : "The browser does not allow this page to copy.";
  }

  #turn(by: number): void {
    const before = this.#page;
    this.#page += by;
    this.#show();
    if (this.#page === before) return;
    this.#writeAddress(true);
    at("status").scrollIntoView();
  }

  /** @param isStep a choice is a step for the back button; a letter of a search is not */
  #writeAddress(isStep: boolean): void {
    const given = new URLSearchParams();
    for (const [name, field] of this.#filters.fields) if (field.value !== "") given.set(name, field.value);
    if (this.#page > 0) given.set("page", String(this.#page + 1));
    const text = given.toString();
    const address = text === "" ? location.pathname + location.search : `#${text}`;
    // Some browsers refuse it in a frame, or after many calls. The page still shows the right resources.
    try {
      if (isStep) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    } catch {
      return;
    }
  }

  /** Returns whether the address names a filter or a page. */
  #readAddress(): boolean {
    const text = location.hash.slice(1);
    const given = new URLSearchParams(text.includes("=") ? text : "");
    for (const name of this.#filters.fields.keys()) this.#filters.choose(name, given.get(name) ?? "");
    this.#refresh((Number.parseInt(given.get("page") ?? "1", 10) || 1) - 1);
    return given.toString() !== "";
  }
}

function scrollToList(): void {
  at("resources").scrollIntoView();
}

function jump(): void {
  at("resources").focus({ preventScroll: true });
  scrollToList();
}

shortenTables();
// A check of no resource has no list.
if (document.getElementById("list") !== null) new ResourceList().start();
