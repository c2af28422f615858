import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { isElsewhere } from "../model/reference.ts";
import type { DriverScope, Reference } from "../model/reference.ts";
import { PageBounds } from "./page-bounds.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** Ten times the keys of a region that AWS allows by default (100,000); Alibaba Cloud allows far fewer. */
const MOST_ENTRIES = 1_000_000;
/** How often a list is read whose entries come and go meanwhile. */
const MOST_READINGS = 6;
const FIRST_DELAY_MS = 200;

/** A list of a cloud that is read page by page. */
export interface PagedList<Entry> {
  readonly driver: KmsDriver;
  readonly operation: "listResources" | "listAliases";
  /** What is listed, in messages: `keys`. */
  readonly things: string;
  /** The same for the same entry in every reading. */
  readonly identityOf: (entry: Entry) => string;
  readonly readPage: (cursor: string | undefined) => Promise<ListPage<Entry>>;
}

/** One page of a list. */
export interface ListPage<Entry> {
  /** Entries that the driver serves. */
  readonly own: readonly Entry[];
  /** Entries that belong to another account or region. */
  readonly strange: number;
  /** Entries that have no name that can be used. */
  readonly nameless: number;
  /** The cursor of the next page. Absent: this is the last page. */
  readonly next?: string;
  /** The number of entries in the whole list, of clouds that number their pages. */
  readonly total?: number;
}

/** Separates the entries of a page that are in the driver's account and region. */
export function pageOf<Entry>(
  entries: readonly Entry[],
  nameOf: (entry: Entry) => Reference,
  scope: DriverScope,
  { next, total, unreadable = 0 }: { readonly next?: string; readonly total?: number; readonly unreadable?: number },
): ListPage<Entry> {
  const own = entries.filter((entry) => !isElsewhere(nameOf(entry), scope));
  return {
    own,
    strange: entries.length - own.length,
    nameless: unreadable,
    ...(next !== undefined && { next }),
    ...(total !== undefined && { total }),
  };
}

/**
 * Every entry of a list, complete. What can be read comes first; a list that has gaps ends with the error that says so.
 * @throws CrosstagError if a page cannot be read or the list is not complete
 */
export async function* completeList<Entry>(
  list: PagedList<Entry>,
  scope: RequestScope,
): AsyncGenerator<Entry, void, undefined> {
  const first = await list.readPage(undefined);
  if (first.total === undefined) yield* listByMarker(list, first);
  else yield* listByCount(list, first, scope);
}

/** A marker says where the list continues, whatever is created or deleted before it. */
async function* listByMarker<Entry>(
  list: PagedList<Entry>,
  first: ListPage<Entry>,
): AsyncGenerator<Entry, void, undefined> {
  const bounds = new PageBounds(list.driver.provider, MOST_ENTRIES);
  const gaps: Gaps = { strange: 0, nameless: 0 };
  for (let page = first; ; page = await list.readPage(page.next)) {
    addGaps(gaps, page);
    yield* page.own;
    const problem = bounds.problemOf(page.own.length + page.strange, page.next);
    if (problem !== undefined) throw problem;
    if (page.next === undefined) break;
  }
  if (countOf(gaps) > 0) throw incomplete(list, describeGaps(gaps));
}

/** Entries that cannot be given to the caller. */
interface Gaps {
  strange: number;
  nameless: number;
}

function addGaps(gaps: Gaps, { strange, nameless }: Gaps): void {
  gaps.strange += strange;
  gaps.nameless += nameless;
}

interface Reading<Entry> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly gaps: Gaps;
  readonly rows: number;
  readonly total: number;
  /** Every page counted the same, and there are as many different entries as it counts. */
  readonly consistent: boolean;
}

/** Pages that are counted shift when entries come and go: read until nothing has, or two readings agree. */
async function* listByCount<Entry>(
  list: PagedList<Entry>,
  first: ListPage<Entry>,
  scope: RequestScope,
): AsyncGenerator<Entry, void, undefined> {
  let reading = await readAll(list, first);
  let stable = reading.consistent;
  for (let readings = 1; !stable && readings < MOST_READINGS; readings += 1) {
    const before = reading;
    await scope.pause(FIRST_DELAY_MS * 2 ** (readings - 1));
    reading = await readAll(list, await list.readPage(undefined));
    const agrees = areSame(before, reading);
    stable = agrees && reading.consistent;
    // Nothing comes or goes: it is the count that is wrong, or the pages.
    if (agrees && !reading.consistent && before.total === reading.total) break;
  }
  yield* reading.entries.values();
  if (countOf(reading.gaps) > 0) throw incomplete(list, describeGaps(reading.gaps));
  if (stable) return;
  const { rows, total } = reading;
  throw incomplete(
    list,
    rows === total
      ? `entries came and went while it was read, ${MOST_READINGS} times`
      : `the cloud counts ${total} and listed ${rows}`,
  );
}

async function readAll<Entry>(list: PagedList<Entry>, first: ListPage<Entry>): Promise<Reading<Entry>> {
  const bounds = new PageBounds(list.driver.provider, MOST_ENTRIES);
  const entries = new Map<string, Entry>();
  const total = first.total ?? 0;
  if (total > MOST_ENTRIES) throw incomplete(list, `the cloud counts ${total}, which is far beyond its limits`);
  let rows = 0;
  const gaps: Gaps = { strange: 0, nameless: 0 };
  let consistent = true;
  for (let page = first; ; page = await list.readPage(page.next)) {
    addGaps(gaps, page);
    for (const entry of page.own) entries.set(list.identityOf(entry), entry);
    const ofPage = page.own.length + countOf(page);
    rows += ofPage;
    consistent &&= page.total === total;
    const problem = bounds.problemOf(ofPage, page.next);
    if (problem !== undefined) throw problem;
    if (page.next === undefined) break;
  }
  consistent &&= rows === total && entries.size + countOf(gaps) === rows;
  return { entries, gaps, rows, total, consistent };
}

function areSame<Entry>(before: Reading<Entry>, after: Reading<Entry>): boolean {
  if (before.entries.size !== after.entries.size) return false;
  for (const identity of before.entries.keys()) if (!after.entries.has(identity)) return false;
  return true;
}

function countOf({ strange, nameless }: Gaps): number {
  return strange + nameless;
}

function describeGaps({ strange, nameless }: Gaps): string {
  const said: string[] = [];
  if (strange > 0) said.push(`${count(strange, "belongs", "belong")} to another account or region`);
  if (nameless > 0) said.push(`${count(nameless, "has", "have")} no name that can be used`);
  return said.join(", and ");
}

function count(entries: number, one: string, more: string): string {
  return entries === 1 ? `1 entry ${one}` : `${entries} entries ${more}`;
}

function incomplete<Entry>({ driver, operation, things }: PagedList<Entry>, why: string): CrosstagError {
  return new CrosstagError({
    code: "unavailable",
    provider: driver.provider,
    operation,
    message: `The list of ${things} of ${driver.title} in ${driver.scope.region} is incomplete: ${why}.`,
    hint: "List again later. If the problem persists, check the endpoint and compare with the cloud's console.",
  });
}
