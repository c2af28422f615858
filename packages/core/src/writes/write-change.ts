import { changedKeys, halve, itemAt, known } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import { eachConcurrently } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallTrace, FailedCall, PartialSuccess } from "../calls/call-progress.ts";
import type { CallContext } from "../driver/call-context.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { WriteReceipt } from "../driver/driver-receipts.ts";
import type { Failure } from "../driver/failure.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { partialSuccess, sortVerdicts } from "./call-verdicts.ts";
import type { Progress } from "./progress.ts";
import { noteReadBack, readBack, showsWrite } from "./read-back.ts";
import { replaceTags } from "./replace-tags.ts";
import { remainingChange } from "./remaining-change.ts";
import { settleRefusals } from "./settle-refusals.ts";
import type { Refusal, RefusalContext } from "./settle-refusals.ts";

/**
 * Makes one change to resources of one kind that fit in one call, and finds out what became of each. If the cloud refuses
 * the call because of one of them and does not say which, the call is made in halves.
 * @param progress of at least one resource; what became of each is in it afterwards
 * @param turns new calls are made, and made again, until it ends. Default: `scope`
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
    if (left === undefined) {
      final.push(refusal);
      continue;
    }
    if (left === "nothing") {
      // An earlier attempt of this request may have removed them.
      if (entry.uncertain) markApplied(engine, entry, change);
      else entry.isNeedless = true;
      continue;
    }
    // The same holds if another program has put some of them back.
    if (entry.uncertain) entry.appliedKeys.push(...keysWithout(change, left));
    await writeChange(engine, left, [entry], scope, turns);
  }
  if (final.length === 0) return;
  for (const entry of await settleRefusals(engine, change, final, scope, context)) markApplied(engine, entry, change);
}

/** The tag keys of a change that are not left to be changed. */
function keysWithout(change: TagChange, left: TagChange): readonly string[] {
  const open = new Set(changedKeys(left));
  return changedKeys(change).filter((key) => !open.has(key));
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
