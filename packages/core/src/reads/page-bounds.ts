import { CrosstagError } from "../model/crosstag-error.ts";

/** Longer markers are none: AWS documents 1,024 characters. They are kept, so that they count against memory. */
const MOST_CURSOR_LENGTH = 8_192;
/** Pages without a row, one after the other. A cloud may give a short page, but not for ever. */
const MOST_EMPTY_PAGES = 20;
/** Pages that may be short; beyond these, a page has so many rows on the average. */
const MOST_SHORT_PAGES = 1_000;
const ROWS_OF_A_PAGE = 10;

/**
 * Watches the pages of one list, so that it ends: markers that come again, that never end or grow without bound. Keeps
 * one marker only (Brent's way of finding a cycle), however long the list is.
 */
export class PageBounds {
  readonly #provider: string;
  readonly #mostRows: number;
  #rows = 0;
  #pages = 0;
  #emptyPages = 0;
  #kept: string | undefined;
  #keptFor = 0;
  #keepFor = 1;

  /** `mostRows`: more than the cloud's own limits allow. */
  constructor(provider: string, mostRows: number) {
    this.#provider = provider;
    this.#mostRows = mostRows;
  }

  /** Why the list must not continue after a page; undefined if it may, or has ended. */
  problemOf(rows: number, cursor: string | undefined): CrosstagError | undefined {
    this.#rows += rows;
    this.#pages += 1;
    this.#emptyPages = rows === 0 ? this.#emptyPages + 1 : 0;
    if (this.#rows > this.#mostRows)
      return this.#endless(`it has more than ${this.#mostRows} entries, which is far beyond the cloud's limits`);
    if (cursor === undefined) return undefined;
    if (cursor.length > MOST_CURSOR_LENGTH)
      return this.#endless(`a page marker has more than ${MOST_CURSOR_LENGTH} characters`);
    if (this.#emptyPages >= MOST_EMPTY_PAGES) return this.#endless(`${this.#emptyPages} pages in a row were empty`);
    if (this.#pages > MOST_SHORT_PAGES + this.#rows / ROWS_OF_A_PAGE)
      return this.#endless(`${this.#pages} pages brought ${this.#rows} entries`);
    if (cursor === this.#kept) return this.#endless("a page marker came again");
    this.#keptFor += 1;
    if (this.#keptFor < this.#keepFor) return undefined;
    this.#kept = cursor;
    this.#keptFor = 0;
    this.#keepFor *= 2;
    return undefined;
  }

  #endless(why: string): CrosstagError {
    return new CrosstagError({
      code: "internal",
      message: `Listing was stopped because the cloud's list would never end: ${why}.`,
      provider: this.#provider,
      hint: "Check the endpoint, then try again. If the problem persists, report it.",
    });
  }
}
