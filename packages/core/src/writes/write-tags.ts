import { changedKeys, itemAt, split, splitChange } from "../batching/batches.ts";
import type { TagChange, WriteBatch } from "../batching/batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { partialChange } from "../model/outcome.ts";
import type { Outcome } from "../model/outcome.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Target } from "../reads/place-resources.ts";
import { explainFailure, newProgress, outcomeOf } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { writeChange } from "./write-change.ts";
import { announce } from "./write-request.ts";
import type { Settled } from "./write-request.ts";

/** Writes batches of one driver, and holds the locks of their resources meanwhile. Every target gets exactly one outcome, with an event as soon as it is known. */
export async function writeTags(
  engine: DriverEngine,
  batches: readonly WriteBatch<Target>[],
  scope: RequestScope,
): Promise<readonly Settled[]> {
  const written: Settled[] = [];
  await eachConcurrently(batches, engine.maximumConcurrentCalls, async (batch) => {
    const progress = batch.targets.map(newProgress);
    const identities = batch.targets.map(({ identity }) => identity);
    await engine.locks.hold(identities, scope, () => writeBatch(engine, batch, progress, scope));
    for (const entry of progress) {
      if (entry.failure !== undefined) await explainFailure(engine, entry, scope);
      const settled = { target: entry.target, outcome: withPartial(outcomeOf(entry, scope), batch) };
      announce([settled], scope);
      written.push(settled);
    }
  });
  return written;
}

async function writeBatch(
  engine: DriverEngine,
  batch: WriteBatch<Target>,
  progress: readonly Progress[],
  scope: RequestScope,
): Promise<void> {
  for (const { change, resources } of batch.changes) {
    const alive = progress.filter(({ failure }) => failure === undefined);
    if (alive.length === 0) return;
    for (const ofCall of split(alive, resources)) {
      await writeChange(engine, change, ofCall, scope);
      if (change.type === "set" && change.shape !== undefined) await overwrite(engine, change.tags, ofCall, scope);
    }
  }
}

/**
 * Sets tags that a shape could not add because they are there with other values: readings lag, and other programs tag. A
 * request sets its tags whatever their values are.
 */
async function overwrite(
  engine: DriverEngine,
  tags: TagSet,
  progress: readonly Progress[],
  scope: RequestScope,
): Promise<void> {
  const inTheWay = progress.filter(({ failure }) => failure?.status === "failed" && failure.error.code === "conflict");
  if (inTheWay.length === 0) return;
  for (const entry of inTheWay) delete entry.failure;
  const limit = engine.driver.limits.writeTags[itemAt(inTheWay, 0).target.kind] ?? { resources: 1, tags: 1 };
  for (const change of splitChange({ type: "set", tags }, limit.tags)) {
    const alive = inTheWay.filter(({ failure }) => failure === undefined);
    for (const ofCall of split(alive, limit.resources)) await writeChange(engine, change, ofCall, scope);
  }
}

function withPartial(outcome: Outcome, { changes }: WriteBatch<Target>): Outcome {
  if ((outcome.status !== "failed" && outcome.status !== "unknown") || outcome.appliedKeys === undefined)
    return outcome;
  const keysOf = (type: TagChange["type"]) =>
    changes.flatMap(({ change }) => (change.type === type ? changedKeys(change) : []));
  const partial = partialChange({ set: keysOf("set"), remove: keysOf("remove") }, new Set(outcome.appliedKeys));
  return partial === undefined ? outcome : { ...outcome, partial };
}
