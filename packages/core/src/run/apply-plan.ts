import { itemAt, known } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { RequestScope } from "../calls/request-scope.ts";
import { notify } from "../calls/notify.ts";
import type { EventListener } from "../calls/crosstag-event.ts";
import type { CallOptions } from "../calls/call-options.ts";
import { refuseLargePlan } from "../plan/plan-size.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";
import { earlierDoubt } from "./earlier-doubts.ts";
import { isDone, standingOutcome } from "./earlier-outcome.ts";
import { checkApplyRequest } from "./check-apply-request.ts";
import { PlanEntryCheck } from "./check-plan-entries.ts";
import { RunContext } from "./run-context.ts";
import { RUN_SCHEMA } from "./run-record.ts";
import { isUnreachable } from "../calls/is-unreachable.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import type { RunEndRecord, RunPart, RunResumeRecord, RunStartRecord } from "./run-record.ts";
import type { RunResult } from "./run-result.ts";
import { ScopeAssignment } from "./scope-assignment.ts";
import { ScopeRun } from "./scope-run.ts";
import { workWithinPace } from "./scopes-at-work.ts";
import { share } from "./share.ts";
import { UnservedScope } from "./unserved-scope.ts";

/** Applies a plan: every scope at its own pace, as many at once as a process can serve. */
export async function applyPlan(
  engines: readonly DriverEngine[],
  request: ApplyPlanRequest,
  callOptions: CallOptions,
  engineListener: EventListener | undefined,
): Promise<RunResult> {
  checkApplyRequest(request);
  const { plan, resume, canary, limit } = request;
  await refuseLargePlan(plan, request);
  const first = itemAt(engines, 0);
  const asking = new RequestScope(callOptions, first.clock, engineListener);
  const assigned = new ScopeAssignment(engines, asking);
  const open = await checkAndCount(assigned, request).finally(() => asking.finish());
  const refused = assigned.refused();
  const unserved = assigned.unserved();
  const startedAt = first.clock.now();
  let throttled = 0;
  let scopes: readonly (ScopeRun | UnservedScope)[] = [];
  const context = new RunContext(request, callOptions, first.clock, (event) => {
    if (event.type === "call-throttled") {
      throttled += 1;
      for (const scope of scopes) scope.noteThrottle(event);
    }
    notify(engineListener, event);
  });
  for (const [engine, error] of refused) context.scope.stopOf(engine).stop(error);
  try {
    scopes = [...open.byScope].map(([scope, { all, open: changes, standing, doubted }]) => {
      const reason = unserved.get(scope);
      if (reason !== undefined)
        return new UnservedScope({ scope, changes, standing, doubted, reason }, request, context);
      const ofScope = { scope, changes, standing, doubted, share: changes / all };
      return new ScopeRun(known(assigned.engineOf(scope)), ofScope, request, context);
    });
    await context.write(partRecord(request));
    for (const status of open.recorded) context.tally.addDone(status);
    if (canary !== undefined) await applyCanaries(scopes, context, Math.min(canary, limit ?? canary));
    await applyRest(scopes, context, limit);
    const { ended, stopped } = await endRun(scopes, context, resume);
    return {
      ...resultOf(context),
      ended,
      ...(stopped.length > 0 && { stopped }),
      throttled,
      seconds: (first.clock.now() - startedAt) / 1_000,
    };
  } finally {
    for (const scope of scopes) await scope.close();
    await context.flush();
    context.finish();
  }
}

/** The record that a run begins with, or the one with which it continues. */
function partRecord(request: ApplyPlanRequest): RunStartRecord | RunResumeRecord {
  const { plan, run, resume, by, limit, canary, maximumFailures } = request;
  const part: RunPart = {
    ...(by !== undefined && { by }),
    ...(limit !== undefined && { limit }),
    ...(canary !== undefined && { canary }),
    ...(maximumFailures !== undefined && { maximumFailures }),
  };
  if (resume !== undefined) return { type: "resume", ...part };
  const { digest, summary } = plan.header;
  return { type: "run", schema: RUN_SCHEMA, run: run ?? digest, plan: digest, changes: summary.changes, ...part };
}

/** Changes some resources first. The run stops if one of them fails, or does not show the change. */
async function applyCanaries(
  scopes: readonly (ScopeRun | UnservedScope)[],
  context: RunContext,
  canary: number,
): Promise<void> {
  const of = scopes.reduce((sum, { left }) => sum + left, 0);
  const canaries = share(new Map(scopes.map(({ scope, left }) => [scope, left])), canary, "evenly");
  const resources = [...canaries.values()].reduce((sum, count) => sum + count, 0);
  if (resources === 0) return;
  const before = { ...context.tally.counts };
  await inAll(scopes, context, (scope) => scope.apply(canaries.get(scope.scope) ?? 0));
  const { notReadGroup, notShownGroup } = context.tally;
  // What stops one cloud's part does not speak of the others.
  const stops = context.scope.stopReasons;
  const isUnread = notReadGroup !== undefined && !stops.some(({ code }) => code === notReadGroup.code);
  const passed = context.tally.failuresApartFrom(stops) === 0 && notShownGroup === undefined && !isUnread;
  if (!passed) context.stop("canary-failed");
  const { changed, unchanged, skipped, failed, unknown } = context.tally.counts;
  const counts = {
    changed: changed - before.changed,
    unchanged: unchanged - before.unchanged,
    skipped: skipped - before.skipped,
    failed: failed - before.failed,
    unknown: unknown - before.unknown,
  };
  context.scope.emit({ type: "canaries-settled", resources, of, counts, passed });
}

async function applyRest(
  scopes: readonly (ScopeRun | UnservedScope)[],
  context: RunContext,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<void> {
  const taken = scopes.reduce((sum, scope) => sum + scope.taken, 0);
  const openNow = new Map(scopes.map((scope) => [scope.scope, scope.left]));
  const allowed = share(openNow, limit - taken, "in order");
  await inAll(scopes, context, async (scope) => {
    await scope.apply(allowed.get(scope.scope) ?? 0);
    await scope.confirmEarlier();
  });
  if (Number.isFinite(limit) && scopes.some(({ left, stopped }) => left > 0 && stopped === undefined))
    context.stop("limit");
}

/** Reads back what is left to be read, and records the end. */
async function endRun(
  scopes: readonly (ScopeRun | UnservedScope)[],
  context: RunContext,
  resume: ApplyPlanRequest["resume"],
): Promise<Pick<RunEndRecord, "ended"> & { readonly stopped: readonly StoppedScope[] }> {
  for (const scope of scopes) await scope.abandonRest();
  if (resume !== undefined) context.tally.addEarlierDoubts(resume, context.readAgain);
  await context.flush();
  const stopped = scopes.map((scope) => scope.stopped).filter((scope) => scope !== undefined);
  const early = stopped.length === 0 ? {} : { stopped };
  const counts = { ...context.tally.counts };
  await context.write({ type: "end", ended: endOf(context, stopped), counts, ...early }).catch(() => {});
  // The record itself may have failed.
  return { ended: endOf(context, stopped), stopped };
}

function resultOf({ tally, journalError, scope }: RunContext): Omit<RunResult, "ended" | "throttled" | "seconds"> {
  return {
    counts: { ...tally.counts },
    changedInPart: tally.changedInPart,
    skipped: Object.fromEntries(tally.skipped),
    notShown: tally.notShownGroup,
    ...(tally.notReadGroup !== undefined && { notRead: tally.notReadGroup }),
    ...(tally.otherChangesGroup !== undefined && { otherChanges: tally.otherChangesGroup }),
    failures: tally.failures,
    ...(journalError !== undefined && { journalError }),
    calls: scope.calls,
  };
}

/** Who interrupts a run while its last resources are read back has a complete run. */
function endOf({ stopped, tally, turns }: RunContext, stoppedScopes: readonly StoppedScope[]): RunEndRecord["ended"] {
  if (stopped === undefined && stoppedScopes.length > 0) {
    const codes = new Set(stoppedScopes.map(({ code }) => code));
    const hasRest = tally.left > 0 || tally.failures.some(({ code }) => code && codes.has(code));
    if (!hasRest) return "complete";
    // What is not configured was not tried: what stopped the others says more.
    if (codes.size > 1) codes.delete("configuration");
    if (codes.has("configuration")) return "not-configured";
    if (codes.has("unauthenticated")) return "credentials";
    return [...codes].every(isUnreachable) ? "unreachable" : "account-refused";
  }
  if (stopped !== "interrupted") return stopped ?? "complete";
  const hasRest = tally.left > 0 || tally.failures.some(({ code }) => code !== undefined && code === turns.ended?.code);
  return hasRest ? "interrupted" : "complete";
}

/** Runs the scopes at once. If one cannot continue, the others stop in order first: nothing continues unseen. */
async function inAll(
  scopes: readonly (ScopeRun | UnservedScope)[],
  context: RunContext,
  work: (scope: ScopeRun | UnservedScope) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  await workWithinPace(scopes, {
    costs: context.costs,
    work: (scope) =>
      work(scope).catch((error: unknown) => {
        context.stop("interrupted");
        errors.push(error);
      }),
    waits: (scope) => scope.tellProgress(),
  });
  if (errors.length > 0) throw errors[0];
}

/**
 * Goes through the plan before anything is sent: what is wrong with it, which changes have no final outcome yet, by
 * scope in the order of the plan, which of the others are to be read back, and the outcomes of these.
 * @throws CrosstagError `invalid-request` with every problem of the plan; `configuration` if the
 *   credentials or the endpoint of a scope are others
 */
async function checkAndCount(scopes: ScopeAssignment, { plan, resume, verify }: ApplyPlanRequest) {
  const byScope = new Map<string, { all: number; open: number; standing: number; doubted: number }>();
  const recorded: ("changed" | "unchanged")[] = [];
  const check = new PlanEntryCheck(plan, (scope) => scopes.engineOf(scope));
  for await (const entry of plan.entries()) {
    if (entry.action === "change") await scopes.assign(entry);
    check.add(entry);
    if (entry.action !== "change") continue;
    const earlier = resume?.outcomes.get(entry.reference);
    const counts = byScope.get(entry.scope) ?? { all: 0, open: 0, standing: 0, doubted: 0 };
    byScope.set(entry.scope, counts);
    counts.all += 1;
    if (isDone(earlier?.status)) recorded.push(earlier.status);
    else counts.open += 1;
    if (verify !== false && earlierDoubt(resume, entry.reference) !== undefined) counts.doubted += 1;
    if (resume !== undefined && standingOutcome(resume, entry.reference) !== undefined) counts.standing += 1;
  }
  await check.finish();
  return { byScope, recorded };
}
