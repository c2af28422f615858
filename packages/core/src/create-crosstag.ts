import type { KmsDriver } from "./driver/kms-driver.ts";
import { CrosstagError } from "./model/crosstag-error.ts";
import type { CallOptions } from "./calls/call-options.ts";
import type { Crosstag } from "./crosstag.ts";
import { applyPlan } from "./run/apply-plan.ts";
import { deleteKeyMaterial } from "./key-material/delete-key-material.ts";
import { createDriverEngine } from "./calls/driver-engine.ts";
import type { EngineOptions } from "./calls/engine-options.ts";
import { findResources } from "./reads/find-resources.ts";
import { inspectKeyMaterial } from "./key-material/inspect-key-material.ts";
import { refuseSameClouds } from "./calls/learn-accounts.ts";
import { listTags } from "./reads/list-tags.ts";
import { checkDesired, planTags } from "./planner/plan-tags.ts";
import { planUndo } from "./planner/plan-undo.ts";
import { planTagSets } from "./planner/plan-tag-sets.ts";
import { RequestScope } from "./calls/request-scope.ts";
import { systemClock } from "./calls/clock.ts";
import { tagResource } from "./writes/tag-resource.ts";
import { untagResource } from "./writes/untag-resource.ts";

/**
 * Makes the one API over one driver or several: every reference goes to the driver of its cloud, account and region.
 * The drivers are closed with it.
 * @throws CrosstagError `configuration` when two drivers serve the same cloud, account and region, or none is given
 */
export function createCrosstag(drivers: readonly KmsDriver[], options: EngineOptions = {}): Crosstag {
  checkDrivers(drivers);
  const engines = drivers.map((driver) => createDriverEngine(driver, options));
  const clock = options.clock ?? systemClock;
  const newScope = (callOptions: CallOptions = {}) => new RequestScope(callOptions, clock, options.onEvent);
  const within = async <Result>(
    callOptions: CallOptions | undefined,
    work: (scope: RequestScope) => Promise<Result>,
  ): Promise<Result> => {
    const scope = newScope(callOptions);
    try {
      return await work(scope);
    } finally {
      scope.finish();
    }
  };
  const streamWithin = async function* <Item>(
    callOptions: CallOptions | undefined,
    work: (scope: RequestScope) => AsyncGenerator<Item>,
  ): AsyncGenerator<Item> {
    const scope = newScope(callOptions);
    try {
      yield* work(scope);
    } finally {
      scope.finish();
    }
  };
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= Promise.all(drivers.map((driver) => driver.close())).then(() => {}));
  return {
    tagResource: (request, callOptions) => within(callOptions, (scope) => tagResource(engines, request, scope)),
    untagResource: (request, callOptions) => within(callOptions, (scope) => untagResource(engines, request, scope)),
    deleteKeyMaterial: (request, callOptions) =>
      within(callOptions, (scope) => deleteKeyMaterial(engines, request, scope)),
    inspectKeyMaterial: (request, callOptions) =>
      within(
        callOptions,
        async (scope) => (await inspectKeyMaterial(engines, request, scope, { withLastUse: true })).inspection,
      ),
    listTags: (request, callOptions) => streamWithin(callOptions, (scope) => listTags(engines, request, scope)),
    findResources: (request = {}, callOptions) =>
      streamWithin(callOptions, (scope) => findResources(engines, request, scope)),
    checkDesiredState: (desired) => checkDesired(engines, desired),
    planTags: (request, callOptions) => planTags(engines, request, () => newScope(callOptions)),
    planTagSets: (request, callOptions) => planTagSets(engines, request, () => newScope(callOptions)),
    planUndo: (request, callOptions) => planUndo(engines, request, () => newScope(callOptions)),
    applyPlan: (request, callOptions = {}) => applyPlan(engines, request, callOptions, options.onEvent),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkDrivers(drivers: readonly KmsDriver[]): void {
  if (drivers.length === 0)
    throw new CrosstagError({
      code: "configuration",
      message: "No cloud is configured.",
      hint: "Pass at least one driver.",
    });
  // Whether accounts that are not configured are the same is known once the clouds have been asked.
  refuseSameClouds(drivers);
}
