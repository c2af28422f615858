import { driverMethod } from "../driver/driver-method.ts";
import type { ResourcePage } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { completeReference, resourceIdentity, isElsewhere } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { accountUntold } from "../calls/caller-account.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { PageBounds } from "./page-bounds.ts";
import type { RequestScope } from "../calls/request-scope.ts";

/** Ten times the keys of a region that AWS allows by default (100,000); Alibaba Cloud allows far fewer. */
const MOST_RESOURCES = 1_000_000;
/** How often a list is read in which resources come and go meanwhile. */
const MOST_READINGS = 6;
const FIRST_DELAY_MS = 200;

/**
 * Every resource of a kind, complete. What can be read comes first; a list that has gaps ends with the error that says so.
 * @throws CrosstagError if a page cannot be read or the list is not complete
 */
export async function* listKind(
  engine: DriverEngine,
  kind: ResourceKind,
  scope: RequestScope,
): AsyncGenerator<Reference, void, undefined> {
  const first = await readPage(engine, kind, undefined, scope);
  if (first.total === undefined) yield* listByMarker(engine, kind, first, scope);
  else yield* listByCount(engine, kind, first, scope);
}

/** A marker says where the list continues, whatever is created or deleted before it. */
async function* listByMarker(
  engine: DriverEngine,
  kind: ResourceKind,
  first: ResourcePage,
  scope: RequestScope,
): AsyncGenerator<Reference, void, undefined> {
  const bounds = new PageBounds(engine.driver.provider, MOST_RESOURCES);
  const gaps: Gaps = { strange: 0, nameless: 0 };
  for (let page = first; ; page = await readPage(engine, kind, page.next, scope)) {
    yield* ownOf(engine, page, gaps);
    const problem = bounds.problemOf(page.resources.length, page.next);
    if (problem !== undefined) throw problem;
    if (page.next === undefined) break;
  }
  if (countOf(gaps) > 0) throw incomplete(engine, kind, describeGaps(gaps));
}

/** Entries that cannot be given to the caller. */
interface Gaps {
  /** They belong to another account or region. */
  strange: number;
  /** They have no name that can be used. */
  nameless: number;
}

/** Those of a page that the driver serves; the others are counted. */
function ownOf(
  { account }: DriverEngine,
  { resources, unreadable = 0 }: ResourcePage,
  gaps: Gaps,
): readonly Reference[] {
  const own = resources.filter((reference) => !isElsewhere(reference, account.scope));
  gaps.strange += resources.length - own.length;
  gaps.nameless += unreadable;
  return own;
}

interface Reading {
  readonly references: ReadonlyMap<string, Reference>;
  readonly gaps: Gaps;
  readonly rows: number;
  readonly total: number;
  /** Every page counted the same, and there are as many different entries as it counts. */
  readonly consistent: boolean;
}

/** Pages that are counted shift when resources come and go: read until nothing has, or two readings agree. */
async function* listByCount(
  engine: DriverEngine,
  kind: ResourceKind,
  first: ResourcePage,
  scope: RequestScope,
): AsyncGenerator<Reference, void, undefined> {
  let reading = await readAll(engine, kind, first, scope);
  let stable = reading.consistent;
  for (let readings = 1; !stable && readings < MOST_READINGS; readings += 1) {
    const before = reading;
    await scope.pause(FIRST_DELAY_MS * 2 ** (readings - 1));
    reading = await readAll(engine, kind, await readPage(engine, kind, undefined, scope), scope);
    const agrees = areSame(before, reading);
    stable = agrees && reading.consistent;
    // Nothing comes or goes: it is the count that is wrong, or the pages.
    if (agrees && !reading.consistent && before.total === reading.total) break;
  }
  yield* reading.references.values();
  if (countOf(reading.gaps) > 0) throw incomplete(engine, kind, describeGaps(reading.gaps));
  if (stable) return;
  const { rows, total } = reading;
  throw incomplete(
    engine,
    kind,
    rows === total
      ? `resources came and went while it was read, ${MOST_READINGS} times`
      : `the cloud counts ${total} and listed ${rows}`,
  );
}

async function readAll(
  engine: DriverEngine,
  kind: ResourceKind,
  first: ResourcePage,
  scope: RequestScope,
): Promise<Reading> {
  const bounds = new PageBounds(engine.driver.provider, MOST_RESOURCES);
  const references = new Map<string, Reference>();
  const total = first.total ?? 0;
  if (total > MOST_RESOURCES)
    throw incomplete(engine, kind, `the cloud counts ${total}, which is far beyond its limits`);
  let rows = 0;
  const gaps: Gaps = { strange: 0, nameless: 0 };
  let consistent = true;
  for (let page = first; ; page = await readPage(engine, kind, page.next, scope)) {
    for (const reference of ownOf(engine, page, gaps)) references.set(resourceIdentity(reference), reference);
    const ofPage = page.resources.length + (page.unreadable ?? 0);
    rows += ofPage;
    consistent &&= page.total === total;
    const problem = bounds.problemOf(ofPage, page.next);
    if (problem !== undefined) throw problem;
    if (page.next === undefined) break;
  }
  consistent &&= rows === total && references.size + countOf(gaps) === rows;
  return { references, gaps, rows, total, consistent };
}

function areSame(before: Reading, after: Reading): boolean {
  if (before.references.size !== after.references.size) return false;
  for (const identity of before.references.keys()) if (!after.references.has(identity)) return false;
  return true;
}

async function readPage(
  { driver, caller, account }: DriverEngine,
  kind: ResourceKind,
  cursor: string | undefined,
  scope: RequestScope,
): Promise<ResourcePage> {
  const result = await caller.call(
    {
      operation: "listResources",
      kind,
      resources: 0,
      repeatable: true,
      send: (context) =>
        driverMethod(driver, "listResources")({ kind, ...(cursor !== undefined && { cursor }) }, context),
    },
    scope,
  );
  if (!result.ok) throw failureError(driver, "listResources", undefined, result.failure, result.cause);
  const resources = result.receipt.resources.map((reference) => {
    const complete = completeReference(reference, account.scope);
    if (complete.account === undefined) throw accountUntold(driver);
    return complete;
  });
  return { ...result.receipt, resources };
}

function countOf({ strange, nameless }: Gaps): number {
  return strange + nameless;
}

function describeGaps({ strange, nameless }: Gaps): string {
  const said: string[] = [];
  if (strange > 0) said.push(`${entries(strange, "belongs", "belong")} to another account or region`);
  if (nameless > 0) said.push(`${entries(nameless, "has", "have")} no name that can be used`);
  return said.join(", and ");
}

function entries(count: number, one: string, more: string): string {
  return count === 1 ? `1 entry ${one}` : `${count} entries ${more}`;
}

function incomplete({ driver }: DriverEngine, kind: ResourceKind, why: string): CrosstagError {
  return new CrosstagError({
    code: "unavailable",
    provider: driver.provider,
    operation: "listResources",
    message: `The list of ${kind}s of ${driver.title} in ${driver.scope.region} is incomplete: ${why}.`,
    hint: "List again later. If the problem persists, check the endpoint and compare with the cloud's console.",
  });
}
