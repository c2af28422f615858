import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome } from "../model/outcome.ts";
import { halve } from "../batching/split.ts";
import { changedKeys } from "../batching/write-batches.ts";
import type { TagChange } from "../batching/write-batches.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { explainDenial } from "../reads/explain-denial.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { confirmByReading } from "./confirm-by-reading.ts";
import type { Target } from "../reads/target.ts";
import type { CallResult } from "../calls/wire-caller.ts";

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
  kind: Target["kind"],
  change: TagChange,
  progress: readonly Progress[],
  scope: RequestScope,
  turns: RequestScope = scope,
): Promise<void> {
  const { driver, caller } = engine;
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
    for (const half of halve(progress)) await writeChange(engine, kind, change, half, scope, turns);
    return;
  }
  await classifyOutcomes(engine, kind, change, progress, result, scope);
}

/** Decides about resources whose call did not succeed. */
async function classifyOutcomes(
  engine: DriverEngine,
  kind: Target["kind"],
  change: TagChange,
  progress: readonly Progress[],
  result: CallResult<unknown> & { ok: false },
  scope: RequestScope,
): Promise<void> {
  const open = progress.filter(({ uncertain }) => uncertain).map(({ target }) => target.reference);
  const settled = open.length === 0 ? undefined : await confirmByReading(engine, kind, open, change, scope);
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
