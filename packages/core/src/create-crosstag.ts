import type { KmsDriver } from "./driver/kms-driver.ts";
import { CrosstagError } from "./model/crosstag-error.ts";
import type { CallOptions } from "./calls/call-options.ts";
import { checkDriver } from "./driver/check-driver.ts";
import { Lifetime } from "./calls/lifetime.ts";
import type { CloseOptions, Crosstag } from "./crosstag.ts";
import type { PlanDraft } from "./plan/plan-request.ts";
import { applyPlan } from "./run/apply-plan.ts";
import { deleteKeyMaterial } from "./key-material/delete-key-material.ts";
import { createDriverEngine } from "./calls/driver-engine.ts";
import type { EngineOptions } from "./calls/engine-options.ts";
import { findResources } from "./reads/find-resources.ts";
import { inspectKeyMaterial } from "./key-material/inspect-key-material.ts";
import { IdleLanes } from "./calls/idle-lanes.ts";
import { SharedLanes } from "./calls/quota-lanes.ts";
import { refuseSameClouds } from "./calls/learn-accounts.ts";
import { listTags } from "./reads/list-tags.ts";
import { checkDesired, planTags } from "./planner/plan-tags.ts";
import { planUndo } from "./planner/plan-undo.ts";
import { planTagSets } from "./planner/plan-tag-sets.ts";
import { RequestScope } from "./calls/request-scope.ts";
import { systemClock } from "./calls/clock.ts";
import type { Clock } from "./calls/clock.ts";
import { CALL_OPTIONS } from "./calls/known-call-options.ts";
import { ENGINE_OPTIONS } from "./calls/known-engine-options.ts";
import { OPERATION_OPTIONS, type KnownOperation } from "./known-options.ts";
import { refuseUnknownOptions, refuseUnknownSettings } from "./model/refuse-unknown-options.ts";
import { tagResource } from "./writes/tag-resource.ts";
import { untagResource } from "./writes/untag-resource.ts";

/**
 * Makes the one API over one driver or several: every reference goes to the driver of its cloud, account, region
 * and service.
 * The drivers are closed with it.
 * @throws CrosstagError `configuration` when two drivers serve the same cloud, account, region and service, none is given, or
 *   there is no such option
 */
export function createCrosstag(drivers: readonly KmsDriver[], options: EngineOptions = {}): Crosstag {
  refuseUnknownSettings("createCrosstag", options, ENGINE_OPTIONS);
  checkDrivers(drivers);
  const shared = { sharedLanes: new SharedLanes(), idleLanes: new IdleLanes() };
  const engines = drivers.map((driver) => createDriverEngine(driver, options, shared));
  const requests = new Requests(options);
  let closing: Promise<void> | undefined;
  const close = async (how: CloseOptions = {}): Promise<void> => {
    const { drain = 0 } = known("close", how);
    checkDrain(drain);
    await requests.lifetime.end(drain);
    for (const { caller } of engines) caller.close();
    closing ??= Promise.all(drivers.map((driver) => driver.close())).then(() => {});
    await closing;
  };
  return {
    tagResource: (request, callOptions) =>
      requests.within("tagResource", callOptions, (scope) =>
        tagResource(engines, known("tagResource", request), scope),
      ),
    untagResource: (request, callOptions) =>
      requests.within("untagResource", callOptions, (scope) =>
        untagResource(engines, known("untagResource", request), scope),
      ),
    deleteKeyMaterial: (request, callOptions) =>
      requests.within("deleteKeyMaterial", callOptions, (scope) =>
        deleteKeyMaterial(engines, known("deleteKeyMaterial", request), scope),
      ),
    inspectKeyMaterial: (request, callOptions) =>
      requests.within(
        "inspectKeyMaterial",
        callOptions,
        async (scope) =>
          (await inspectKeyMaterial(engines, known("inspectKeyMaterial", request), scope, { withLastUse: true }))
            .inspection,
      ),
    listTags: (request, callOptions) =>
      requests.stream("listTags", callOptions, (scope) => listTags(engines, known("listTags", request), scope)),
    findResources: (request = {}, callOptions) =>
      requests.stream("findResources", callOptions, (scope) =>
        findResources(engines, known("findResources", request), scope),
      ),
    checkDesiredState: (desired) => checkDesired(engines, desired),
    planTags: (request, callOptions) =>
      requests.plan("planTags", callOptions, (openScope) => planTags(engines, known("planTags", request), openScope)),
    planTagSets: (request, callOptions) =>
      requests.plan("planTagSets", callOptions, (openScope) =>
        planTagSets(engines, known("planTagSets", request), openScope),
      ),
    planUndo: (request, callOptions) =>
      requests.plan("planUndo", callOptions, (openScope) => planUndo(engines, known("planUndo", request), openScope)),
    applyPlan: (request, callOptions) =>
      requests.run("applyPlan", callOptions, (own) =>
        applyPlan(engines, known("applyPlan", request), { ...own, until: callOptions?.until }, options.onEvent),
      ),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

/** The request, if the operation has all of its options. */
function known<Request>(operation: KnownOperation, request: Request): Request {
  refuseUnknown(operation, request, OPERATION_OPTIONS[operation]);
  return request;
}

/** Looks for one first, so that who reads what a call does need not open the files with the words. */
function refuseUnknown(taker: string, options: unknown, names: Readonly<Record<string, true>>): void {
  if (typeof options !== "object") return;
  for (const name in options) if (!Object.hasOwn(names, name)) refuseUnknownOptions(taker, options, names);
}

/** Gives every request of one object its scope, and ends it with the object. */
class Requests {
  readonly lifetime: Lifetime;
  readonly #options: EngineOptions;
  readonly #clock: Clock;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.lifetime = new Lifetime(this.#clock);
  }

  within<Result>(
    operation: string,
    callOptions: CallOptions | undefined,
    work: (scope: RequestScope) => Promise<Result>,
  ): Promise<Result> {
    return this.lifetime.within(operation, () => this.#open(callOptions ?? {}), work);
  }

  stream<Item>(
    operation: string,
    callOptions: CallOptions | undefined,
    work: (scope: RequestScope) => AsyncGenerator<Item>,
  ): AsyncGenerator<Item> {
    const open = (own: CallOptions) => this.#open(own);
    return this.lifetime.stream(operation, callOptions, async function* (own) {
      const scope = open(own);
      try {
        yield* work(scope);
      } finally {
        scope.finish();
      }
    });
  }

  plan(
    operation: string,
    callOptions: CallOptions | undefined,
    plan: (openScope: () => RequestScope) => PlanDraft,
  ): PlanDraft {
    this.lifetime.refuseIfClosed(operation);
    let own = this.#patiently(callOptions);
    const draft = plan(() => this.#open(own));
    const entries = this.lifetime.stream(operation, own, (given) => {
      own = given;
      return draft.entries;
    });
    return { entries, complete: () => draft.complete() };
  }

  run<Result>(
    operation: string,
    callOptions: CallOptions | undefined,
    work: (own: CallOptions) => Promise<Result>,
  ): Promise<Result> {
    return this.lifetime.during(operation, this.#patiently(callOptions), async (own) => {
      refuseUnknown("A call", own, CALL_OPTIONS);
      return work(own);
    });
  }

  /** Plans and runs wait for a cloud to recover, instead of leaving a part of their work undone. */
  #patiently(callOptions: CallOptions = {}): CallOptions {
    return { ...callOptions, retry: callOptions.retry ?? this.#options.retry ?? "patient" };
  }

  #open(own: CallOptions): RequestScope {
    refuseUnknown("A call", own, CALL_OPTIONS);
    return new RequestScope(own, this.#clock, this.#options.onEvent);
  }
}

function checkDrain(drain: number): void {
  if (drain >= 0) return;
  throw new CrosstagError({
    code: "invalid-request",
    operation: "close",
    message: `drain is ${drain}, which is not a time.`,
    hint: "Give milliseconds, or leave it out to stop at once.",
  });
}

function checkDrivers(drivers: readonly KmsDriver[]): void {
  if (!Array.isArray(drivers) || drivers.length === 0)
    throw new CrosstagError({
      code: "configuration",
      message: "No cloud is configured.",
      hint: "Pass at least one driver.",
    });
  for (const driver of drivers) checkDriver(driver);
  // Whether accounts that are not configured are the same is known once the clouds have been asked.
  refuseSameClouds(drivers);
}
