import { isKindName } from "../model/reference.ts";
import type { ResourceKind } from "../model/reference.ts";
import { itemAt, groupBy, split } from "../batching/batches.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { guardChange } from "../plan/guard-change.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { kindsOf } from "../driver/kinds-of.ts";
import type { SkippedResource } from "../plan/plan-entry.ts";
import type { PlanDraft, PlanUndoRequest, UndoableChange } from "../plan/plan-request.ts";
import { planResource, skipResource, unreadableResource } from "../plan/plan-resource.ts";
import type { DraftedResource } from "../plan/plan-tally.ts";
import { rulesFor } from "../rules/check-tags.ts";
import { draftPlan } from "./draft-plan.ts";
import type { Drafted, ScopeEnd } from "./draft-plan.ts";
import { pacedProfile, type DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import { mergeInOrder } from "./merge-in-order.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import { scopeName } from "../driver/scope-name.ts";
import { parseResources, toTarget } from "../reads/place-resources.ts";
import { plannedResource } from "./plan-candidates.ts";
import { ReadsAhead } from "./reads-ahead.ts";
import { readTags } from "../reads/read-tags.ts";
import type { TagRead } from "../reads/read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "../reads/place-resources.ts";
import { undoChange } from "../plan/undo-change.ts";

interface UndoTarget {
  readonly engine: DriverEngine;
  readonly target: Target;
  readonly change: UndoableChange;
}

/**
 * Plans the way back to what a run found, for every resource that is still as the run left it. If a cloud cannot be asked
 * whose credentials these are, its resources are unreadable, and the others are planned: the same undo, made again later,
 * plans what is left. So it is with resources that no configured cloud serves: they are skipped.
 */
export function planUndo(
  engines: readonly DriverEngine[],
  { run, changes, begun }: PlanUndoRequest,
  openScope: () => RequestScope,
): PlanDraft {
  return draftPlan({ type: "undo", run, ...(begun !== undefined && { begun }) }, async function* () {
    const scope = openScope();
    try {
      const undone = [...changes];
      const references = undone.map(({ reference }) => reference);
      const untold = await learnAccounts(engines, parseResources(engines, references).serving, scope);
      const found = undone.map((change) => findTarget(engines, change));
      const targets = found.filter((one) => "engine" in one);
      const unserved = found.filter((one) => "unserved" in one);
      const [first] = unserved;
      if (targets.length === 0 && first !== undefined) throw notServed(first.unserved, first.why);
      refuseTwice(targets);
      refuseUnasked(targets, untold, scope);
      const byEngine = [...groupBy(targets, ({ engine }) => engine)];
      const ahead = new ReadsAhead();
      yield* mergeInOrder(
        byEngine.map(([engine, ofEngine]) => {
          const error = untold.get(engine);
          return error === undefined
            ? undoInEngine(engine, ofEngine, { scope, ahead })
            : unreadableIn(engine, ofEngine, error);
        }),
      );
      const { driver: profile } = itemAt(engines, 0);
      for (const { unserved: change } of unserved) yield { resource: { entry: leftOut(engines, change) }, profile };
      // A plan that is silently short must not be.
      if (scope.ended !== undefined) throw scope.ended;
    } finally {
      scope.finish();
    }
  });
}

/** @throws CrosstagError if no cloud is left, the request has ended, or a resource has no full name to be written down */
function refuseUnasked(
  targets: readonly UndoTarget[],
  untold: ReadonlyMap<DriverEngine, CrosstagError>,
  scope: RequestScope,
): void {
  const [first] = untold.values();
  if (first === undefined) return;
  if (scope.ended !== undefined) throw scope.ended;
  if (targets.every(({ engine }) => untold.has(engine))) throw first;
  for (const { engine, target } of targets) {
    const error = untold.get(engine);
    if (error !== undefined && target.reference.account === undefined) throw error;
  }
}

/** The account of the scope is that of the reference: the cloud has not confirmed it, and nothing is sent to it. */
async function* unreadableIn(
  { driver }: DriverEngine,
  targets: readonly UndoTarget[],
  error: CrosstagError,
): AsyncGenerator<Drafted, void, undefined> {
  for (const { target } of targets) {
    const { account } = target.reference;
    const resource = {
      scope: scopeName({ ...serviceOf(driver), scope: { ...driver.scope, ...(account && { account }) } }),
      ...(driver.endpoint !== undefined && { endpoint: driver.endpoint }),
      reference: target.naming.reference,
      kind: target.kind,
    };
    yield { resource: { entry: unreadableResource(resource, error) }, profile: driver };
  }
}

async function* undoInEngine(
  engine: DriverEngine,
  targets: readonly UndoTarget[],
  { scope, ahead }: { readonly scope: RequestScope; readonly ahead: ReadsAhead },
): AsyncGenerator<Drafted | ScopeEnd, void, undefined> {
  const chunks = [...groupBy(targets, ({ target }) => target.kind)].flatMap(([kind, ofKind]) =>
    split(ofKind, engine.driver.limits.readTags[kind]?.resources ?? 1),
  );
  const planned = ahead.of(chunks, async (chunk) => {
    const first = itemAt(chunk, 0);
    const references = chunk.map(({ target }) => target.reference);
    const reads = await readTags(engine, first.target.kind, references, scope, { confirmEmpty: true });
    return chunk.map((one) => undoOne(engine, one, reads.get(one.target.reference.id)));
  });
  const profile = pacedProfile(engine);
  for await (const resources of planned) for (const resource of resources) yield { resource, profile };
  yield { scopeEnd: engineScopeName(engine) };
}

function undoOne(engine: DriverEngine, { target, change }: UndoTarget, read: TagRead | undefined): DraftedResource {
  const resource = plannedResource(engine, target);
  if (read === undefined || "error" in read) {
    const error = read?.error ?? new CrosstagError({ code: "internal", message: "The cloud did not answer for it." });
    return { entry: unreadableResource(resource, error) };
  }
  const undone = undoChange(change, read.tags);
  if ("changedSince" in undone) {
    const keys = undone.changedSince.map((key) => JSON.stringify(key)).join(", ");
    const detail = `Another program or person has changed ${keys} since the run.`;
    return { entry: skipResource(resource, "changed-since", detail, undone.changedSince) };
  }
  const rules = rulesFor(engine.driver.rules, target.kind);
  const entry = planResource(resource, read.tags, undone.tags, rules);
  // As it was before the run is everything "unchanged".
  if (entry === undefined || entry.action === "skip") return { entry: entry ?? "unchanged" };
  return guardChange(entry, rules, { changeSoftwareTags: true, policyTagKeys: new Set() });
}

/** One resource under two names would be undone twice, from two readings. */
function refuseTwice(targets: readonly UndoTarget[]): void {
  const known = new Map<DriverEngine, Set<string>>();
  for (const { engine, target, change } of targets) {
    const identities = known.get(engine) ?? new Set();
    known.set(engine, identities);
    if (identities.has(target.identity))
      throw new CrosstagError({
        code: "invalid-request",
        operation: "planUndo",
        reference: change.reference,
        message: `No plan can be made: ${change.reference} is given twice.`,
        hint: "List each resource once, with all changes that the run made to it.",
      });
    identities.add(target.identity);
  }
}

interface UnservedChange {
  readonly unserved: UndoableChange;
  /** What is wrong with its name, for the configured clouds. */
  readonly why: string | undefined;
}

/** @throws CrosstagError `configuration` if it is not certain which cloud serves it, or the endpoint is another one */
function findTarget(engines: readonly DriverEngine[], change: UndoableChange): UndoTarget | UnservedChange {
  const { resources, violations, serving } = parseResources(engines, [change.reference]);
  const [parsed] = resources;
  if (parsed !== undefined) {
    const { engine, reference, resource } = parsed;
    if (engine.driver.unreadable === undefined && change.endpoint !== engine.driver.endpoint)
      throw otherEndpoint(engine, change);
    return { engine, target: toTarget(engine.driver, reference, resource), change };
  }
  const why = violations[0]?.message;
  if (serving.size === 0) return { unserved: change, why };
  throw notServed(change, why);
}

function notServed({ reference }: UndoableChange, why = ""): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "planUndo",
    message: `The run changed ${reference}, which no configured cloud serves. ${why}`.trim(),
    hint: "Undo it with the configuration that was used to make it.",
  });
}

function leftOut(engines: readonly DriverEngine[], { reference, scope, endpoint }: UndoableChange): SkippedResource {
  const facts = factsOf(engines, reference);
  const kind = facts?.kind ?? kindInName(engines, reference);
  const place = scope ?? (facts === undefined ? undefined : scopeName({ ...serviceOf(facts), scope: facts }));
  const resource = {
    scope: place ?? reference,
    ...(endpoint !== undefined && { endpoint }),
    reference,
    kind,
  };
  return skipResource(resource, "not-configured", `No cloud is configured or selected for ${resource.scope}.`);
}

/** The kind in a name of a cloud that is not configured: a known word of it, or else what is before the id. */
function kindInName(engines: readonly DriverEngine[], reference: string): ResourceKind {
  const parts = reference.split(/[:/]/u);
  const known = engines.flatMap(({ driver }) => kindsOf(driver)).find((kind) => parts.includes(kind));
  return known ?? parts.toReversed().slice(1).find(isKindName) ?? "unknown";
}

function serviceOf({ provider, service }: Pick<KmsDriver, "provider" | "service">) {
  return { provider, service };
}

/** What the name says, if it is one of a configured cloud's. */
function factsOf(engines: readonly DriverEngine[], reference: string) {
  for (const { driver } of engines) {
    const facts = driver.references.factsOf(reference);
    if (facts !== undefined) return { ...serviceOf(driver), ...facts };
  }
  return undefined;
}

function otherEndpoint({ driver }: DriverEngine, { reference, endpoint }: UndoableChange): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "planUndo",
    message: `The run changed ${reference} at ${endpoint ?? "the cloud's own endpoint"}; this cloud is configured for ${driver.endpoint ?? "the cloud's own endpoint"}. Nothing was sent.`,
    hint: "Undo it with the configuration that was used to make it.",
  });
}
