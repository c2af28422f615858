import { itemAt, halve, changedKeys, known, split, splitChange } from "../batching/batches.ts";
import type { TagChange, WriteBatch } from "../batching/batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallTrace, FailedCall, PartialSuccess } from "../calls/call-progress.ts";
import type { CallContext } from "../driver/call-context.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { WriteReceipt } from "../driver/driver-receipts.ts";
import type { Failure } from "../driver/failure.ts";
import type { OtherPrograms, Outcome, PartialChange, PlannedChange } from "../model/outcome.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { explainDenial } from "../reads/explain-denial.ts";
import type { Target } from "../reads/place-resources.ts";
import { partialSuccess, sortVerdicts } from "./call-verdicts.ts";
import type { Progress } from "./progress.ts";
import { noteReadBack, readBack, showsWrite } from "./read-back.ts";
import { replaceTags } from "./replace-tags.ts";
import { remainingChange } from "./remaining-change.ts";
import { settleRefusals } from "./settle-refusals.ts";
import type { Refusal, RefusalContext } from "./settle-refusals.ts";
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
  const limit = engine.driver.limits.writeTags[kindOf(inTheWay)] ?? { resources: 1, tags: 1 };
  for (const change of splitChange({ type: "set", tags }, limit.tags)) {
    const alive = inTheWay.filter(({ failure }) => failure === undefined);
    for (const ofCall of split(alive, limit.resources)) await writeChange(engine, change, ofCall, scope);
  }
}

export function newProgress(target: Target): Progress {
  return { target, attempts: 0, requestIds: [], appliedKeys: [], uncertain: false, unanswered: false };
}

/**
 * Makes one change to resources of one kind that fit in one call, and finds out what became of each. If the cloud refuses
 * the call because of one of them and does not say which, the call is made in halves. New calls are made, and made again,
 * until `turns` ends.
 */
export async function writeChange(
  engine: DriverEngine,
  change: TagChange,
  progress: readonly Progress[],
  scope: RequestScope,
  turns: RequestScope = scope,
): Promise<void> {
  const { driver, caller } = engine;
  if (driver.writes?.style === "replace") return replaceEach(engine, change, progress, scope, turns);
  const kind = kindOf(progress);
  const operation = operationOf(change);
  const resources = new ResourcesOfCall(engine, change, progress);
  const result = await caller.call(
    {
      operation,
      kind,
      shape: change.shape,
      resources: progress.length,
      repeatable: true,
      // `checkDriver` has seen to it that the driver has the methods of its style.
      send: (context) => known(sendChange(driver, kind, resources.send(), change, context)),
      judge: (receipt, cost) => resources.judge(receipt, cost),
    },
    scope,
    turns,
  );
  if (resources.refused.length > 0) await settle(engine, change, resources.refused, { scope, turns });
  if (result.ok) return;
  const refusals = resources.refuseOpen(result);
  if (result.failure.scope === "resource" && refusals.length > 1 && !resources.isJudged) {
    scope.emit({
      type: "batch-halved",
      provider: driver.provider,
      region: driver.scope.region,
      operation,
      resources: refusals.length,
      code: result.failure.code,
    });
    for (const half of halve(resources.open)) await writeChange(engine, change, half, scope, turns);
    return;
  }
  await settle(engine, change, refusals, { scope, turns }, result);
}

function sendChange(
  driver: KmsDriver,
  kind: ResourceKind,
  resources: readonly Reference[],
  change: TagChange,
  context: CallContext,
): Promise<WriteReceipt> | undefined {
  const call = { kind, resources, ...(change.shape !== undefined && { shape: change.shape }) };
  if (change.type === "remove") return driver.removeTags?.({ ...call, tagKeys: change.tagKeys }, context);
  const { tags, alsoRemove } = change;
  return alsoRemove === undefined
    ? driver.writeTags?.({ ...call, tags }, context)
    : driver.changeTags?.({ kind, resources, tags, tagKeys: alsoRemove }, context);
}

/** Makes one change to resources of a cloud that replaces all tags of one resource in a call. */
function replaceEach(
  engine: DriverEngine,
  change: TagChange,
  progress: readonly Progress[],
  scope: RequestScope,
  turns: RequestScope,
): Promise<void> {
  return eachConcurrently(progress, engine.maximumConcurrentCalls, async (entry) => {
    const { replacement, result } = await replaceTags(engine, change, entry.target, scope, turns);
    addCost(entry, result);
    // No attempt of this request can have made the tags what they are.
    if (result.ok && replacement.isNeedless && !entry.uncertain) {
      entry.isNeedless = true;
      return;
    }
    const isToBeRead = !replacement.isVersioned && (result.ok || entry.uncertain);
    const back = isToBeRead ? await readBack(engine, replacement.write, scope) : undefined;
    if (result.ok || (back !== undefined && showsWrite(back))) {
      markApplied(engine, entry, change);
      if (back !== undefined) noteReadBack(engine, entry, back);
      return;
    }
    const { failure, ...why } = replacement.explain(result);
    await settle(engine, change, [{ entry, failure }], { scope, turns }, why);
    if (back !== undefined) noteReadBack(engine, entry, { ...back, lost: [] });
  });
}

/** The resources of one call, as its answers settle them. */
class ResourcesOfCall {
  /** Resources without a final answer. */
  open: readonly Progress[];
  /** Resources that the cloud refused for good inside a success. */
  readonly refused: Refusal[] = [];
  readonly #engine: DriverEngine;
  readonly #change: TagChange;
  /** What the last answer said of open resources, by id. */
  #verdicts: ReadonlyMap<string, Failure> = new Map();

  constructor(engine: DriverEngine, change: TagChange, progress: readonly Progress[]) {
    this.#engine = engine;
    this.#change = change;
    this.open = progress;
  }

  /** The last answer has a verdict for each open resource. */
  get isJudged(): boolean {
    return this.#verdicts.size > 0;
  }

  /** An attempt begins. Gives the resources to send. */
  send(): readonly Reference[] {
    if (this.isJudged) this.#verdicts = new Map();
    return this.open.map(({ target }) => target.reference);
  }

  /** The cloud has accepted an attempt. Gives what it has refused all the same. */
  judge({ failed = [] }: WriteReceipt, cost: CallTrace): PartialSuccess | undefined {
    const sent = this.open;
    if (failed.length === 0) {
      this.open = [];
      for (const entry of sent) this.#applied(entry, cost);
      return undefined;
    }
    const ids = sent.map(({ target }) => target.reference.id);
    const verdicts = sortVerdicts(this.#engine.driver, ids, failed);
    this.#verdicts = verdicts.open;
    this.open = sent.filter(({ target }) => verdicts.open.has(target.reference.id));
    for (const entry of sent) {
      const { id } = entry.target.reference;
      const failure = verdicts.final.get(id);
      if ((failure ?? verdicts.open.get(id))?.applied === "maybe") entry.uncertain = true;
      if (failure !== undefined) {
        addCost(entry, cost);
        this.refused.push({ entry, failure });
      } else if (!verdicts.open.has(id)) this.#applied(entry, cost);
    }
    return partialSuccess(verdicts);
  }

  /** The call has failed for all open resources: why, for each. */
  refuseOpen(result: FailedCall): readonly Refusal[] {
    return this.open.map((entry) => {
      addCost(entry, result);
      const verdict = result.notMade ? undefined : this.#verdicts.get(entry.target.reference.id);
      return { entry, failure: verdict ?? result.failure };
    });
  }

  #applied(entry: Progress, cost: CallTrace): void {
    addCost(entry, cost);
    markApplied(this.#engine, entry, this.#change);
  }
}

/** A call has ended for the resource. */
function addCost(entry: Progress, { attempts, requestIds, uncertain, unanswered }: CallTrace): void {
  entry.attempts += attempts;
  entry.requestIds.push(...requestIds);
  // Kept through the halves of a batch: what the whole may have done, a half's refusal does not undo.
  entry.uncertain ||= uncertain;
  entry.unanswered ||= unanswered;
}

/** When calls end: reads and calls under way with `scope`, new writes with `turns`. */
interface RequestEnds {
  readonly scope: RequestScope;
  readonly turns: RequestScope;
}

/** Decides about resources that were refused. What another program has removed before is not asked for again. */
async function settle(
  engine: DriverEngine,
  change: TagChange,
  refusals: readonly Refusal[],
  { scope, turns }: RequestEnds,
  context?: RefusalContext,
): Promise<void> {
  const final: Refusal[] = [];
  for (const refusal of refusals) {
    const { entry, failure } = refusal;
    const resource = entry.target.reference;
    const left = await remainingChange(engine, change, { resource, failure }, scope);
    if (left === undefined) final.push(refusal);
    else if (left !== "nothing") await writeChange(engine, left, [entry], scope, turns);
    // An earlier attempt of this request may have removed them.
    else if (entry.uncertain) markApplied(engine, entry, change);
    else entry.isNeedless = true;
  }
  if (final.length === 0) return;
  for (const entry of await settleRefusals(engine, change, final, scope, context)) markApplied(engine, entry, change);
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
export function outcomeOf(progress: Progress, turns: RequestScope): Outcome {
  const { target, attempts, requestIds, appliedKeys, failure } = progress;
  const { resource, reference, provider } = target.naming;
  if (failure === undefined && progress.isNeedless && appliedKeys.length === 0)
    return { resource, reference, provider, attempts, requestIds, status: "unchanged" };
  if (failure === undefined && (progress.otherChanges !== undefined || progress.notReadBack))
    return { ...target.naming, attempts, requestIds, status: "changed", ...othersOf(progress) };
  // Spelled out: this is made for every resource, and a spread costs ten times as much.
  if (failure === undefined) return { resource, reference, provider, attempts, requestIds, status: "changed" };
  const base = { resource, reference, provider, attempts, requestIds };
  const { status, error } = failure;
  if (status === "unknown") return { ...base, status, error, ...(appliedKeys.length > 0 && { appliedKeys }) };
  if (appliedKeys.length === 0 && (failure.notMade || turns.ended?.code === error.code))
    return { ...base, status: "skipped", reason: "not-started" };
  return { ...base, status: "failed", error, ...(appliedKeys.length > 0 && { appliedKeys }), ...othersOf(progress) };
}

/** What reading back has shown of other programs. */
function othersOf({ otherChanges, notReadBack }: Progress): OtherPrograms {
  return { ...(otherChanges !== undefined && { otherChanges }), ...(notReadBack && { readBack: false }) };
}

function withPartial(outcome: Outcome, { changes }: WriteBatch<Target>): Outcome {
  if ((outcome.status !== "failed" && outcome.status !== "unknown") || outcome.appliedKeys === undefined)
    return outcome;
  const keysOf = (type: TagChange["type"]) =>
    changes.flatMap(({ change }) => (change.type === type ? changedKeys(change) : []));
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
