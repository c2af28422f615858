import type { Outcome } from "../model/outcome.ts";
import { changedKeys } from "../batching/write-batches.ts";
import type { TagChange, WriteBatch } from "../batching/write-batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { partialChange } from "./partial-change.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "../reads/target.ts";
import { explainFailure, newProgress, outcomeOf, writeChange } from "./write-change.ts";
import type { Progress } from "./write-change.ts";

/** Writes batches of one driver. Every target gets exactly one outcome, reported as soon as it is known. */
export async function writeTags(
  engine: DriverEngine,
  batches: readonly WriteBatch<Target>[],
  scope: RequestScope,
  settled: (target: Target, outcome: Outcome) => void,
): Promise<void> {
  await eachConcurrently(batches, engine.maximumConcurrentCalls, async (batch) => {
    const progress = batch.targets.map(newProgress);
    await engine.locks.hold(
      batch.targets.map(({ identity }) => identity),
      scope,
      () => writeBatch(engine, batch, progress, scope),
    );
    for (const entry of progress) {
      if (entry.failure !== undefined) await explainFailure(engine, entry, scope);
      settled(entry.target, withPartial(outcomeOf(entry, scope), batch));
    }
  });
}

function withPartial(outcome: Outcome, { changes }: WriteBatch<Target>): Outcome {
  if ((outcome.status !== "failed" && outcome.status !== "unknown") || outcome.appliedKeys === undefined)
    return outcome;
  const keysOf = (type: TagChange["type"]) => changes.filter((change) => change.type === type).flatMap(changedKeys);
  const partial = partialChange({ set: keysOf("set"), remove: keysOf("remove") }, new Set(outcome.appliedKeys));
  return partial === undefined ? outcome : { ...outcome, partial };
}

async function writeBatch(
  engine: DriverEngine,
  batch: WriteBatch<Target>,
  progress: readonly Progress[],
  scope: RequestScope,
): Promise<void> {
  for (const change of batch.changes) {
    const alive = progress.filter(({ failure }) => failure === undefined);
    if (alive.length === 0) return;
    await writeChange(engine, batch.kind, change, alive, scope);
  }
}
