import { groupBy, split } from "../batching/batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import { PLAN_WINDOW } from "../plan/plan-window.ts";
import { readTags } from "../reads/read-tags.ts";
import type { ApplyPlanRequest, EarlierRun } from "./apply-request.ts";
import { earlierDoubt } from "./earlier-doubts.ts";
import type { RunContext } from "./run-context.ts";
import { newRunItem } from "./run-item.ts";
import { ItemVerifier, showsWork, type WrittenItem } from "./verify-items.ts";

/**
 * Reads back the changes of a scope that earlier parts of the run have made and could not confirm. Writes nothing. Once the run
 * has stopped, or its part for this cloud, nothing is read any more, and what was said before stands.
 * @returns false if it was stopped
 */
export async function confirmEarlier(
  scope: string,
  engine: DriverEngine,
  request: ApplyPlanRequest,
  context: RunContext,
): Promise<boolean> {
  const verifier = new ItemVerifier(engine, context);
  const turns = context.turns.turnsOf(engine);
  let verified: Promise<void> = Promise.resolve();
  for await (const items of doubtedItems(scope, engine, request)) {
    if (turns.ended !== undefined) break;
    for (const [kind, ofKind] of groupBy(items, ({ target }) => target.kind))
      await readOnce(engine, kind, ofKind, context, verifier);
    // As with new changes, one window waits for a lagging cloud while the next is read.
    await verified;
    verified = verifier.flush();
  }
  await verified;
  return turns.ended === undefined;
}

/**
 * Reads each once, however long it waits for its turn. The time for a lagging cloud begins for a resource that was read and did
 * not show the change.
 */
async function readOnce(
  engine: DriverEngine,
  kind: ResourceKind,
  items: readonly WrittenItem[],
  { turns }: RunContext,
  verifier: ItemVerifier,
): Promise<void> {
  const calls = split(items, engine.driver.limits.readTags[kind]?.resources ?? 1);
  await eachConcurrently(calls, engine.maximumConcurrentCalls, async (together) => {
    if (turns.turnsOf(engine).ended !== undefined) return;
    const references = together.map(({ target }) => target.reference);
    // Long after the change, a resource that reads as one without tags may be gone.
    const reads = await readTags(engine, kind, references, turns, { confirmEmpty: true });
    for (const item of together) {
      const read = reads.get(item.target.reference.id);
      if (read === undefined) continue;
      if ("tags" in read && showsWork(item, read.tags)) verifier.settleEarlier(item, "shown");
      // Of a resource that is gone the tags are gone as well.
      else if ("tags" in read || read.error.code === "not-found") verifier.add(item, true);
      else verifier.settleEarlier(item, read.error);
    }
  });
}

async function* doubtedItems(
  scope: string,
  engine: DriverEngine,
  { plan, resume }: ApplyPlanRequest,
): AsyncGenerator<readonly WrittenItem[], void, undefined> {
  let window: WrittenItem[] = [];
  for await (const entry of plan.entries(scope)) {
    if (entry.action !== "change" || earlierDoubt(resume, entry.reference) === undefined) continue;
    const item = newRunItem(engine, entry);
    if (item === undefined) continue;
    window.push({ target: item.target, entry, work: workOf(entry, resume), isEarlier: true });
    if (window.length < PLAN_WINDOW) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** What the run has changed of the resource. Without a record of that, all that the plan says. */
function workOf({ reference, set, remove }: PlannedResourceChange, earlier: EarlierRun | undefined) {
  const intent = earlier?.intents.get(reference);
  const own = intent && new Set(Object.keys(intent.before));
  const isOwn = (key: string) => own === undefined || own.has(key);
  return {
    set: new Map(Object.entries(set).filter(([key]) => isOwn(key))),
    remove: new Set(remove.filter(isOwn)),
  };
}
