import type { Outcome } from "../operations/outcome.ts";
import type { WriteBatch } from "../planning/write-batches.ts";
import { eachConcurrently } from "./concurrency.ts";
import type { DriverEngine } from "./driver-engine.ts";
import type { RequestScope } from "./request-scope.ts";
import type { Target } from "./target.ts";
import { explainVerdict, newProgress, outcomeOf, writePart } from "./write-part.ts";
import type { Progress } from "./write-part.ts";

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
      if (entry.verdict !== undefined) await explainVerdict(engine, entry, scope);
      settled(entry.target, outcomeOf(entry, scope));
    }
  });
}

async function writeBatch(
  engine: DriverEngine,
  batch: WriteBatch<Target>,
  progress: readonly Progress[],
  scope: RequestScope,
): Promise<void> {
  for (const part of batch.parts) {
    const alive = progress.filter(({ verdict }) => verdict === undefined);
    if (alive.length === 0) return;
    await writePart(engine, batch.kind, part, alive, scope);
  }
}
