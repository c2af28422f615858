import { groupBy, itemAt, known } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { countOutcomes } from "../model/outcome.ts";
import type { Outcome } from "../model/outcome.ts";
import { stoppedScope } from "../model/stopped-scope.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";
import { placeTargets } from "../reads/place-resources.ts";
import type { ParsedResource, PlacedTarget, Target } from "../reads/place-resources.ts";
import { readTags } from "../reads/read-tags.ts";
import type { ReadTagsOptions, TagRead } from "../reads/read-tags.ts";
import { resolveAliases } from "../reads/resolve-aliases.ts";
import { replaceWarnings } from "./replace-warnings.ts";
import type { TagResourceRequest, WriteResult } from "./tag-requests.ts";

/*
 * The stages that tagging and untagging share: targets, the read before the write, and the result. Each returns what it
 * found; what becomes of a target is in exactly one of their results.
 */

/** What became of one target. */
export interface Settled {
  readonly target: Target;
  readonly outcome: Outcome;
}

/** What became of the targets of one driver. */
export interface WrittenTargets {
  readonly settled: readonly Settled[];
  readonly warnings: readonly Violation[];
}

/** What is to be done with targets whose tags were read. */
export interface WriteDecision<Open> extends WrittenTargets {
  /** Targets to write to. */
  readonly open: readonly Open[];
  /** Targets among them whose tags could not be read. */
  readonly unread: ReadonlySet<Target>;
}

/** The targets of a request, aliases resolved; a promise only if there are any. */
export function resolveTargets(
  resources: readonly ParsedResource[],
  operation: "writeTags" | "removeTags",
  scope: RequestScope,
): readonly PlacedTarget[] | Promise<readonly PlacedTarget[]> {
  const targets = placeTargets(resources);
  return targets.some(({ target }) => target.reference.alias) ? resolveAliases(targets, scope, operation) : targets;
}

/**
 * Reports to the caller which resources may be written, under their full names. Changes are held until the caller allows them.
 * @returns waits for the caller, but not beyond the end of the request, and throws what the caller threw
 */
export function announceWriting(
  { beforeWriting, dryRun = false }: Pick<TagResourceRequest, "beforeWriting" | "dryRun">,
  targets: readonly PlacedTarget[],
  scope: RequestScope,
): (() => Promise<void>) | undefined {
  if (beforeWriting === undefined || dryRun) return undefined;
  const ready = targets.filter(({ error }) => error === undefined).map(({ target }) => target.naming);
  if (ready.length === 0) return undefined;
  const announced = scope.outside(() => beforeWriting(ready));
  let failure: { readonly error: unknown } | undefined;
  const settled = new Promise<void>((resolve) => {
    announced.then(resolve, (error: unknown) => {
      failure = { error };
      resolve();
    });
    scope.onEnd(() => resolve());
    if (scope.ended !== undefined) resolve();
  });
  // After the listener above: a failure ends the request, and the failure is what it rejects with.
  scope.holdChanges(announced);
  return async () => {
    await settled;
    if (failure !== undefined) throw failure.error;
  };
}

/** The outcomes of targets that nothing can be done with. */
export function settleUnresolved(targets: readonly PlacedTarget[], scope: RequestScope): readonly Settled[] {
  const settled: Settled[] = [];
  for (const { target, error } of targets) {
    if (error === undefined) continue;
    // What ended with the request says nothing of the resource.
    const ended = scope.ended !== undefined;
    const outcome = untouched(
      target,
      ended ? { status: "skipped", reason: "not-started" } : { status: "failed", error },
    );
    settled.push({ target, outcome });
  }
  announce(settled, scope);
  return settled;
}

/** The targets that something can be done with, by driver. All drivers work at once. */
export function targetsByEngine(
  targets: readonly PlacedTarget[],
): readonly (readonly [engine: DriverEngine, targets: readonly Target[]])[] {
  const ready = targets.filter(({ error }) => error === undefined);
  return [...groupBy(ready, ({ parsed }) => parsed.engine)].map(([engine, ofEngine]) => [
    engine,
    ofEngine.map(({ target }) => target),
  ]);
}

/** A target with what is known of its tags before a write. */
export interface ReadTarget {
  readonly target: Target;
  /** Undefined if the tags could not be read but writing may still be allowed. */
  readonly current: TagSet | undefined;
  /** What this engine wrote a moment ago: `current` may lag behind it. An undefined value: the tag was removed. */
  readonly recent: ReadonlyMap<string, string | undefined>;
}

/**
 * Reads the tags of all targets. A target that cannot be read fails, unless only reading is what the caller may not
 * or the cloud cannot do: then it is written without a read, with a warning, unless the change itself depends on the read
 * (`required`).
 */
export async function readBeforeWrite(
  engine: DriverEngine,
  targets: readonly Target[],
  scope: RequestScope,
  { required = false, confirmEmpty = false }: ReadTagsOptions & { readonly required?: boolean } = {},
): Promise<WrittenTargets & { readonly read: readonly ReadTarget[] }> {
  const found: Omit<ReadTarget, "recent">[] = [];
  const settled: Settled[] = [];
  const warnings: Violation[] = [];
  for (const [kind, ofKind] of groupBy(targets, (target) => target.kind)) {
    const references = ofKind.map(({ reference }) => reference);
    const reads = await readTags(engine, kind, references, scope, { confirmEmpty });
    const unreadable: Settled[] = [];
    for (const target of ofKind) {
      const read = reads.get(target.reference.id);
      if (read === undefined) continue;
      if ("tags" in read) {
        found.push({ target, current: read.tags });
        if (read.owner !== undefined) warnings.push(ownedWarning(target, read.owner));
      } else if (!required && mayWriteUnread(engine, read, scope)) {
        warnings.push(notReadWarning(target, read.error.message));
        found.push({ target, current: undefined });
      } else unreadable.push({ target, outcome: unreadOutcome(target, read, scope) });
    }
    announce(unreadable, scope);
    settled.push(...unreadable);
  }
  const read = found.map(({ target, current }) => ({ target, current, recent: engine.recent.of(target.identity) }));
  return { read, settled, warnings };
}

/** It was named, so that it is changed; what selects resources by conditions leaves it out. */
function ownedWarning({ naming: { provider, resource, reference } }: Target, owner: string): Violation {
  return {
    severity: "warning",
    rule: "crosstag.owned",
    provider,
    resource,
    message: `${reference} is managed by the cloud's service ${JSON.stringify(owner)}, which can change its tags again.`,
    fix: "If that service has a setting for the tags, change them there.",
  };
}

type FailedRead = Extract<TagRead, { readonly error: unknown }>;

/** Only reading is refused. What is refused to the account as a whole is refused for writes, too. */
function mayWriteUnread(engine: DriverEngine, { error }: FailedRead, scope: RequestScope): boolean {
  const isRefused = error.code === "access-denied" || error.code === "unsupported";
  return isRefused && scope.stopOf(engine).reason === undefined;
}

function unreadOutcome(target: Target, { error, notMade }: FailedRead, scope: RequestScope): Outcome {
  const ended = scope.ended !== undefined || notMade === true;
  return untouched(target, ended ? { status: "skipped", reason: "not-started" } : { status: "failed", error });
}

function notReadWarning(target: Target, why: string): Violation {
  return {
    severity: "warning",
    rule: "crosstag.not-read",
    provider: target.naming.provider,
    resource: target.naming.resource,
    message: `The tags of ${target.naming.reference} could not be read before writing: ${why}`,
    fix: "Allow reading tags, or skip that read (`readFirst: false`).",
  };
}

/** One outcome for each target, in the order given. */
export function writeResult(
  targets: readonly PlacedTarget[],
  written: readonly WrittenTargets[],
  scope: RequestScope,
): WriteResult {
  const byTarget = new Map<Target, Outcome>();
  for (const { settled } of written) for (const { target, outcome } of settled) byTarget.set(target, outcome);
  const outcomes = targets.map(({ target }) => known(byTarget.get(target)));
  const stopped = stoppedOf(targets, scope);
  return {
    outcomes,
    counts: countOutcomes(outcomes),
    warnings: [...written.flatMap(({ warnings }) => warnings), ...warningsOfReplacing(targets, outcomes)],
    calls: scope.calls,
    ...(stopped.length > 0 && { stopped }),
  };
}

/** One group for each cloud, whatever its regions. */
function warningsOfReplacing(targets: readonly PlacedTarget[], outcomes: readonly Outcome[]): readonly Violation[] {
  const unversioned = [...targets.keys()].filter((position) => {
    const { writes } = itemAt(targets, position).parsed.engine.driver;
    return writes?.style === "replace" && !writes.versioned;
  });
  const groups = groupBy(unversioned, (position) => itemAt(targets, position).parsed.engine.driver.title);
  return [...groups.values()].flatMap((group) => {
    const { driver } = itemAt(targets, itemAt(group, 0)).parsed.engine;
    return replaceWarnings(
      driver,
      group.map((position) => itemAt(outcomes, position)),
    );
  });
}

function stoppedOf(targets: readonly PlacedTarget[], scope: RequestScope): readonly StoppedScope[] {
  const engines = new Set(targets.filter(({ error }) => error === undefined).map(({ parsed }) => parsed.engine));
  return [...engines].flatMap((engine) => {
    const { reason } = scope.stopOf(engine);
    return reason === undefined ? [] : [stoppedScope(engineScopeName(engine), reason)];
  });
}

/** Emits an event for each outcome. Called as soon as outcomes are known. */
export function announce(settled: readonly Settled[], scope: RequestScope): void {
  if (!scope.watched) return;
  for (const { outcome } of settled) {
    const { provider, reference, status } = outcome;
    scope.emit({ type: "resource-settled", provider, reference, status });
  }
}

/** Adds to the outcome of a target that was changed without being read that it was not read. */
export function markUnread({ target, outcome }: Settled, { driver }: DriverEngine): Settled {
  // What a call that replaces all tags has to send, is read for it in any case.
  if (outcome.status !== "changed" || driver.writes?.style === "replace") return { target, outcome };
  // Spelled out: this is made for every resource, and a spread costs ten times as much.
  const { resource, reference, provider, attempts, requestIds } = outcome;
  return { target, outcome: { resource, reference, provider, attempts, requestIds, status: "changed", read: false } };
}

/** The outcome of a target for which nothing was sent. */
export function untouched(
  target: Target,
  outcome:
    | Pick<Outcome & { status: "unchanged" | "changed" }, "status">
    | Pick<Outcome & { status: "skipped" }, "status" | "reason" | "change" | "tagKeys">
    | Pick<Outcome & { status: "failed" | "unknown" }, "status" | "error">,
): Outcome {
  const { naming } = target;
  if (outcome.status !== "unchanged") return { ...naming, attempts: 0, requestIds: [], ...outcome };
  // Spelled out, like `markUnread`: most resources of most requests are unchanged.
  const { resource, reference, provider } = naming;
  return { resource, reference, provider, attempts: 0, requestIds: [], status: "unchanged" };
}
