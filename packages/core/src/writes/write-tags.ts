import { itemAt, halve, changedKeys } from "../batching/batches.ts";
import type { TagChange, WriteBatch } from "../batching/batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { FailedCall } from "../calls/call-progress.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome, PartialChange, PlannedChange } from "../model/outcome.ts";
import type { ResourceKind } from "../model/reference.ts";
import { explainDenial } from "../reads/explain-denial.ts";
import type { Target } from "../reads/place-resources.ts";
import { confirmByReading } from "./confirm-by-reading.ts";
import { announce } from "./write-request.ts";
import type { Settled } from "./write-request.ts";

/** Writes batches of one driver. Every target gets exactly one outcome, with an event as soon as it is known. */
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
  for (const change of batch.changes) {
    const alive = progress.filter(({ failure }) => failure === undefined);
    if (alive.length === 0) return;
    await writeChange(engine, change, alive, scope);
  }
}

/** What has become of one resource so far. */
export interface Progress {
  readonly target: Target;
  attempts: number;
  readonly requestIds: string[];
  readonly appliedKeys: string[];
  /** An attempt at the change under way may have been applied. */
  uncertain: boolean;
  /** … and the cloud never said anything about it that could be read. */
  unanswered: boolean;
  failure?: {
    readonly status: "failed" | "unknown";
    readonly error: CrosstagError;
    /** Nothing was sent for it: the request had ended, or calls to the driver had been stopped. */
    readonly notMade?: true;
    /** It concerns the whole account, so that describing the resource explains nothing. */
    readonly wide?: true;
  };
}

export function newProgress(target: Target): Progress {
  return { target, attempts: 0, requestIds: [], appliedKeys: [], uncertain: false, unanswered: false };
}

/**
 * Makes one change to resources of one kind that fit in one call, and finds out what became of each. If one of them
 * causes the failure, the others are written in halves. New calls are made, and made again, until `turns` ends.
 */
export async function writeChange(
  engine: DriverEngine,
  change: TagChange,
  progress: readonly Progress[],
  scope: RequestScope,
  turns: RequestScope = scope,
): Promise<void> {
  const { driver, caller } = engine;
  const kind = kindOf(progress);
  const references = progress.map(({ target }) => target.reference);
  const operation = operationOf(change);
  const result = await caller.call(
    {
      operation,
      kind,
      resources: references.length,
      repeatable: true,
      send: (context) =>
        change.type === "set"
          ? driver.writeTags({ kind, resources: references, tags: change.tags }, context)
          : driver.removeTags({ kind, resources: references, tagKeys: change.tagKeys }, context),
    },
    scope,
    turns,
  );
  for (const entry of progress) {
    entry.attempts += result.attempts;
    entry.requestIds.push(...result.requestIds);
    // Kept through the halves of a batch: what the whole may have done, a half's refusal does not undo.
    entry.uncertain ||= result.uncertain;
    entry.unanswered ||= result.unanswered;
  }
  if (result.ok) {
    for (const entry of progress) markApplied(engine, entry, change);
    return;
  }
  if (result.failure.scope === "resource" && progress.length > 1) {
    scope.emit({
      type: "batch-halved",
      provider: driver.provider,
      region: driver.scope.region,
      operation,
      resources: progress.length,
      code: result.failure.code,
    });
    for (const half of halve(progress)) await writeChange(engine, change, half, scope, turns);
    return;
  }
  await classifyOutcomes(engine, change, progress, result, scope);
}

/** Decides about resources whose call did not succeed. */
async function classifyOutcomes(
  engine: DriverEngine,
  change: TagChange,
  progress: readonly Progress[],
  result: FailedCall,
  scope: RequestScope,
): Promise<void> {
  const open = progress.filter(({ uncertain }) => uncertain).map(({ target }) => target.reference);
  const settled = open.length === 0 ? undefined : await confirmByReading(engine, kindOf(progress), open, change, scope);
  const operation = operationOf(change);
  for (const entry of progress) {
    const { id } = entry.target.reference;
    if (settled?.shown.has(id)) {
      markApplied(engine, entry, change);
      continue;
    }
    const error = failureError(engine.driver, operation, entry.target.reference, result.failure, result.cause);
    // Of a resource that is not there nothing can be unknown.
    const certain = !entry.uncertain || result.failure.code === "not-found";
    const known = certain || (!entry.unanswered && settled?.lacking.has(id) === true);
    entry.failure = {
      status: known ? "failed" : "unknown",
      error,
      ...(result.notMade && { notMade: true }),
      ...(result.failure.scope !== "resource" && { wide: true }),
    };
  }
}

function kindOf(progress: readonly Progress[]): ResourceKind {
  const first = itemAt(progress, 0);
  return first.target.kind;
}

function markApplied({ recent }: DriverEngine, entry: Progress, change: TagChange): void {
  recent.note(entry.target.identity, change);
  entry.appliedKeys.push(...changedKeys(change));
  entry.uncertain = false;
  entry.unanswered = false;
}

function operationOf(change: TagChange): "writeTags" | "removeTags" {
  return change.type === "set" ? "writeTags" : "removeTags";
}

/** Says of a denied write what the caller lacks. */
export async function explainFailure(engine: DriverEngine, entry: Progress, scope: RequestScope): Promise<void> {
  if (entry.failure?.status !== "failed" || entry.failure.wide) return;
  entry.failure = {
    ...entry.failure,
    error: await explainDenial(engine, entry.target, entry.failure.error, scope),
  };
}

/** `turns`: has the reason if it ended early. */
export function outcomeOf(
  { target, attempts, requestIds, appliedKeys, failure }: Progress,
  turns: RequestScope,
): Outcome {
  const { resource, reference, provider } = target.naming;
  // Spelled out: this is made for every resource, and a spread costs ten times as much.
  if (failure === undefined) return { resource, reference, provider, attempts, requestIds, status: "changed" };
  const base = { resource, reference, provider, attempts, requestIds };
  const { status, error } = failure;
  if (status === "unknown") return { ...base, status, error, ...(appliedKeys.length > 0 && { appliedKeys }) };
  if (appliedKeys.length === 0 && (failure.notMade || turns.ended?.code === error.code))
    return { ...base, status: "skipped", reason: "not-started" };
  return { ...base, status: "failed", error, ...(appliedKeys.length > 0 && { appliedKeys }) };
}

function withPartial(outcome: Outcome, { changes }: WriteBatch<Target>): Outcome {
  if ((outcome.status !== "failed" && outcome.status !== "unknown") || outcome.appliedKeys === undefined)
    return outcome;
  const keysOf = (type: TagChange["type"]) => changes.filter((change) => change.type === type).flatMap(changedKeys);
  const partial = partialChange({ set: keysOf("set"), remove: keysOf("remove") }, new Set(outcome.appliedKeys));
  return partial === undefined ? outcome : { ...outcome, partial };
}

/** What of a change was made and what was not; undefined if nothing was made. */
export function partialChange({ set, remove }: PlannedChange, done: ReadonlySet<string>): PartialChange | undefined {
  const made = { set: set.filter((key) => done.has(key)), remove: remove.filter((key) => done.has(key)) };
  if (made.set.length + made.remove.length === 0) return undefined;
  const left = { set: set.filter((key) => !done.has(key)), remove: remove.filter((key) => !done.has(key)) };
  return { done: made, left };
}
