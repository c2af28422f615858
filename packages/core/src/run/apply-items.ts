import { pacedProfile } from "../calls/driver-engine.ts";
import { firstKind } from "../driver/kinds-of.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { explainFailure, outcomeOf } from "../writes/progress.ts";
import { writeChange } from "../writes/write-change.ts";
import { untouched } from "../writes/write-request.ts";
import type { Outcome } from "../model/outcome.ts";
import { planCalls } from "../plan/plan-calls.ts";
import { changedKeys, splitChange } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { EarlierRun } from "./apply-request.ts";
import { CallQueue, operationOf } from "./call-queue.ts";
import type { QueuedCall } from "./call-queue.ts";
import { asOfRun } from "./item-outcome.ts";
import { prepareItems } from "./prepare-items.ts";
import { refreshItems } from "./refresh-items.ts";
import type { RunContext } from "./run-context.ts";
import { shareOf, stoppedHalfway } from "./run-item.ts";
import type { RunItem } from "./run-item.ts";
import { SlowStart } from "./slow-start.ts";
import { known } from "../batching/batches.ts";

/** A queue begins with the calls that have their turns within so many seconds, and with two at the least. */
const FIRST_SECONDS = 0.2;

export interface ItemWork {
  readonly engine: DriverEngine;
  readonly context: RunContext;
  readonly earlier: EarlierRun | undefined;
  /** Called for each resource that has its outcome. */
  readonly settled: (item: RunItem, outcome: Outcome) => void;
  /** Called for each write call that was answered, or given up. */
  readonly called: () => void;
}

/**
 * Applies the changes of some resources in the fewest calls. Calls that write tags and calls that remove tags run at the
 * same time, each as fast as its quota allows. Items that have no outcome afterwards were not started.
 */
export async function applyItems(items: readonly RunItem[], work: ItemWork): Promise<void> {
  const { engine, context } = work;
  const queue = new CallQueue(
    planCalls(
      items.map(({ entry }) => entry),
      pacedProfile(engine),
    ),
    items,
  );
  for (const item of items) {
    // A line without changes, in a plan that another program has written.
    if (item.openCalls === 0) await settle(item, work, untouched(item.target, { status: "unchanged" }));
  }
  const turns = context.turns.turnsOf(engine);
  const unsubscribe = turns.onEnd(() => queue.close());
  if (turns.ended !== undefined) queue.close();
  const drain = async (operation: "writeTags" | "removeTags", start: SlowStart) => {
    await start.turn(turns);
    for (let call = await queue.next(operation); call !== undefined; call = await queue.next(operation)) {
      await makeCall(call, queue, work, () => start.hasRead());
      queue.finish(call);
    }
    start.end();
  };
  await Promise.all(
    (["writeTags", "removeTags"] as const).flatMap((operation) => {
      const start = slowStartOf(engine, operation);
      return Array.from({ length: workersFor(engine, operation) }, () => drain(operation, start));
    }),
  );
  unsubscribe();
  for (const item of items) {
    // Read together with others, and its own call was never made: what reading said is its outcome all the same.
    if (item.outcome !== undefined) await settle(item, work);
    else if (item.appliedKeys.length > 0)
      await settle(item, work, stoppedHalfway(item, { status: "failed", error: known(turns.ended) }));
    else if (item.work !== undefined)
      await settle(item, work, untouched(item.target, { status: "skipped", reason: "not-started" }));
  }
}

/**
 * More than there are slots for calls, so that some resources are read while others are written; but at a slow pace not
 * so many that what was read is old when the call's turn comes.
 */
function workersFor(
  { driver, caller, maximumConcurrentCalls }: DriverEngine,
  operation: "writeTags" | "removeTags",
): number {
  const kind = firstKind(driver);
  const share = caller.shareOfRate(operation, kind);
  const inTwoSeconds = caller.requestsPerSecond(operation, kind) * 2;
  return Math.min(maximumConcurrentCalls * 2, Math.ceil(Math.max(16, inTwoSeconds) * share));
}

function slowStartOf({ driver, caller, clock }: DriverEngine, operation: "writeTags" | "removeTags"): SlowStart {
  const kind = firstKind(driver);
  const rate = caller.requestsPerSecond(operation, kind) * caller.shareOfRate(operation, kind);
  const first = Math.max(2, Math.ceil(rate * FIRST_SECONDS));
  return new SlowStart({ first, waiting: () => caller.waiting(operation, kind), clock });
}

/** @param hasRead called when the resources of the call have been read */
async function makeCall(queued: QueuedCall, queue: CallQueue, work: ItemWork, hasRead: () => void): Promise<void> {
  const { engine, context, earlier, called } = work;
  const { kind } = queued.call;
  for (const item of queued.items) item.callsUnderWay += 1;
  await prepareItems(engine, kind, withNeighbours(queued, queue, engine), context, earlier);
  hasRead();
  const locked = queued.items.map(({ target }) => target.identity);
  const turns = context.turns.turnsOf(engine);
  let isMade = false;
  await engine.locks.hold(locked, turns, async () => {
    // The wait for other calls of these resources was cut off: they may be under way.
    if (turns.ended !== undefined) return;
    isMade = true;
    // Now that it has waited for other calls of these resources: what was read before may be old.
    await refreshItems(engine, kind, queued.items, context);
    for (const { change, items } of writesOf(queued, engine)) {
      // An earlier one may have failed for some.
      const alive = items.filter(({ failure }) => failure === undefined);
      // The word on one call of the resource says nothing of the tags of another.
      for (const item of alive) item.uncertain ||= item.wasOpen === true;
      if (alive.length > 0) await write(change, alive, work);
      called();
    }
  });
  for (const item of queued.items) {
    if (isMade) item.openCalls -= 1;
    item.callsUnderWay -= 1;
    const isOver = item.openCalls === 0 || item.failure !== undefined || item.outcome !== undefined;
    if (isOver && item.callsUnderWay === 0) await settle(item, work);
  }
}

/** Keeps which tags were sent: of the others, this part of the run has changed none. */
async function write(change: TagChange, items: readonly RunItem[], { engine, context }: ItemWork): Promise<void> {
  const attempts = items.map((item) => item.attempts);
  await writeChange(engine, change, items, context.scope, context.turns);
  for (const [at, item] of items.entries())
    if (item.attempts !== attempts[at]) item.sentKeys.push(...changedKeys(change));
}

/** The resources of the call and of the next calls, as many as are read in one call. */
function withNeighbours(queued: QueuedCall, queue: CallQueue, { driver }: DriverEngine): readonly RunItem[] {
  const { kind } = queued.call;
  const size = driver.limits.readTags[kind]?.resources ?? 1;
  const found = new Set(queued.items);
  let fresh = queued.items.filter(isFresh).length;
  if (fresh === 0) return queued.items;
  for (const { call, items } of queue.upcoming(operationOf(queued))) {
    if (fresh >= size) break;
    if (call.kind !== kind) continue;
    for (const item of items) {
      if (fresh >= size || !isFresh(item) || found.has(item)) continue;
      found.add(item);
      fresh += 1;
    }
  }
  return [...found];
}

/** What a call still has to write, and for whom. */
interface ItemsWrite {
  readonly items: readonly RunItem[];
  readonly change: TagChange;
}

/** The writes that a call comes to: one, unless something has changed since the calls were planned. */
function writesOf({ call: { kind, change }, items }: QueuedCall, engine: DriverEngine): readonly ItemsWrite[] {
  const addsOnly = isAddsOnly(engine, kind, change);
  const together: RunItem[] = [];
  const apart: ItemsWrite[] = [];
  for (const item of items) {
    if (item.work === undefined || item.failure !== undefined || item.outcome !== undefined) continue;
    const { needed, canShare } = shareOf(item, change);
    if (needed === undefined) continue;
    if (needed.type === "set" && needed.alsoRemove !== undefined) apart.push({ items: [item], change: needed });
    else if (canShare && !(addsOnly && hasOne(item, change))) together.push(item);
    // What it needs is written for it alone.
    else for (const part of inMainShape(engine, kind, needed)) apart.push({ items: [item], change: part });
  }
  return together.length === 0 ? apart : [{ items: together, change: neededBy(together, change) }, ...apart];
}

/** The cloud refuses the shape of the call for a resource that has one of its tag keys. */
function isAddsOnly({ driver: { limits } }: DriverEngine, kind: ResourceKind, { shape }: TagChange): boolean {
  if (shape === undefined) return false;
  return limits.shapes?.writeTags?.[kind]?.find((one) => one.shape === shape)?.addsOnly === true;
}

function hasOne({ work }: RunItem, change: TagChange): boolean {
  return changedKeys(change).some((key) => work?.current.has(key));
}

/** The change in as many calls of the main shape as it takes. */
function inMainShape(
  { driver: { limits } }: DriverEngine,
  kind: ResourceKind,
  change: TagChange,
): readonly TagChange[] {
  const limit = (change.type === "set" ? limits.writeTags : limits.removeTags)[kind];
  return splitChange(change, limit?.tags ?? 1);
}

/** The call without what none of these resources needs any more. */
function neededBy(items: readonly RunItem[], change: TagChange): TagChange {
  if (change.type === "set") {
    const tags = [...change.tags].filter(([key]) => items.some(({ work }) => work?.set.has(key)));
    return { ...change, tags: new Map(tags) };
  }
  if (change.tagKeys === "all") return change;
  return { ...change, tagKeys: change.tagKeys.filter((key) => items.some(({ work }) => work?.remove.has(key))) };
}

/** Once for each item: in the end, or as soon as nothing more will be done with it. */
async function settle(item: RunItem, work: ItemWork, given?: Outcome): Promise<void> {
  if (item.settled) return;
  item.settled = true;
  if (item.failure !== undefined) await explainFailure(work.engine, item, work.context.scope);
  // Without work, and without an outcome, its intent could not be written down: it was not begun.
  if (given === undefined && item.outcome === undefined && item.work === undefined) return;
  const outcome = asOfRun(item, given ?? item.outcome ?? ofWholeRun(item, outcomeOf(item, work.context.turns)));
  if (outcome.status === "skipped" && outcome.reason === "not-started") {
    if (item.work !== undefined) work.context.notStarted(item.entry);
    return;
  }
  item.outcome = outcome;
  work.settled(item, outcome);
}

/** If another program has made the rest, the resource is still one that an earlier part of the run has changed. */
function ofWholeRun({ doneBefore = [] }: RunItem, outcome: Outcome): Outcome {
  return outcome.status === "unchanged" && doneBefore.length > 0 ? { ...outcome, status: "changed" } : outcome;
}

function isFresh({ preparation }: RunItem): boolean {
  return preparation === undefined;
}
