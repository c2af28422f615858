import type { CloudName } from "../desired/cloud-name.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import { DRIVER_CONTRACT } from "../driver/kms-driver.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { AccountQuotas } from "./account-quotas.ts";
import { CallerAccount } from "./caller-account.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { IdleLanes } from "./idle-lanes.ts";
import type { SharedLanes } from "./quota-lanes.ts";
import { ownBudget } from "./rate-limiter.ts";
import { ResourceLocks, RecentWrites } from "./concurrency.ts";
import { retryPolicyOf } from "./retry-policy.ts";
import { WireCaller } from "./wire-caller.ts";

/** One driver with what the requests to it share. */
export interface DriverEngine {
  readonly driver: KmsDriver;
  /** The configured name of the cloud. Undefined: it has none. */
  readonly cloud: CloudName | undefined;
  /** Whose credentials the driver uses, as far as it has been asked. */
  readonly account: Readonly<CallerAccount>;
  /** The request rates, as far as they are known. */
  readonly quotas: AccountQuotas;
  readonly caller: WireCaller;
  readonly locks: ResourceLocks;
  readonly recent: RecentWrites;
  readonly clock: Clock;
  readonly settleTimeoutMs: number;
  readonly maximumConcurrentCalls: number;
}

/** What the engines of one object share. */
export interface SharedByEngines {
  readonly sharedLanes: SharedLanes;
  readonly idleLanes: IdleLanes;
}

/** Makes the engine of one driver of an object. */
export function createDriverEngine(driver: KmsDriver, options: EngineOptions, shared: SharedByEngines): DriverEngine {
  if (driver.contract !== DRIVER_CONTRACT) {
    throw new CrosstagError({
      code: "configuration",
      message: `The driver for ${driver.provider} is written for contract ${JSON.stringify(driver.contract)}; this version of Crosstag supports ${JSON.stringify(DRIVER_CONTRACT)}.`,
      hint: "Install matching versions of @crosstag/core and the adapter.",
    });
  }
  const clock = options.clock ?? systemClock;
  const maximumConcurrentCalls = options.maximumConcurrentCalls ?? 64;
  if (!Number.isInteger(maximumConcurrentCalls) || maximumConcurrentCalls < 1) {
    throw new CrosstagError({
      code: "configuration",
      message: `maximumConcurrentCalls is ${maximumConcurrentCalls}, which allows no calls.`,
      hint: "Set it to a whole number of at least 1.",
    });
  }
  const maximumUnreachableCalls = options.maximumUnreachableCalls ?? 5;
  if (!(maximumUnreachableCalls >= 1)) {
    throw new CrosstagError({
      code: "configuration",
      message: `maximumUnreachableCalls is ${maximumUnreachableCalls}, which allows no calls.`,
      hint: "Set it to a number of at least 1, or to Infinity.",
    });
  }
  const cloud = options.cloudNames?.get(driver);
  const quotas = new AccountQuotas(driver, options.quotaDiscovery);
  const caller = new WireCaller(driver, {
    clock,
    maximumConcurrentCalls,
    maximumUnreachableCalls,
    random: options.random ?? Math.random,
    retry: retryPolicyOf(options.retry ?? "standard"),
    pacing: options.pacing ?? "quota",
    budget: options.quotaBudget ?? ownBudget,
    ...shared,
    cloud,
    scope: () => account.scope,
    quotas,
    accountTold: () => account.told,
  });
  const account = new CallerAccount(driver, caller, cloud);
  return {
    driver,
    cloud,
    account,
    quotas,
    caller,
    clock,
    maximumConcurrentCalls,
    settleTimeoutMs: options.settleTimeoutMs ?? 10_000,
    locks: new ResourceLocks(),
    recent: new RecentWrites(clock, options.settleTimeoutMs ?? 10_000),
  };
}

/** What plans need of a driver, with the rates that have been learned. */
export function pacedProfile({
  driver: { title, limits, writes, absentTagKeys },
  quotas,
}: DriverEngine): Pick<KmsDriver, "title" | "limits" | "quotas" | "writes" | "absentTagKeys"> {
  return {
    title,
    // A call that replaces all tags can set and remove at once.
    limits: writes?.style === "replace" ? { ...limits, changeTags: limits.writeTags } : limits,
    quotas: quotas.current,
    ...(writes !== undefined && { writes }),
    ...(absentTagKeys !== undefined && { absentTagKeys }),
  };
}

/** What the driver said of a failed call, as the error of one resource. */
export function failureError(
  driver: KmsDriver,
  operation: DriverOperation,
  reference: Reference | undefined,
  failure: Failure,
  cause: unknown,
): CrosstagError {
  return new CrosstagError({
    code: failure.code,
    message:
      failure.code === "access-denied" ? namingAction(driver, operation, reference?.kind, failure) : failure.message,
    retry: failure.retry,
    provider: driver.provider,
    operation,
    ...(reference !== undefined && { reference: driver.references.format(reference, driver.scope) }),
    ...(failure.requestId !== undefined && { requestId: failure.requestId }),
    ...(failure.providerCode !== undefined && { providerCode: failure.providerCode }),
    ...(failure.hint !== undefined && { hint: failure.hint }),
    cause,
  });
}

/** A denial says which permission is missing, even if the cloud does not. */
function namingAction(
  { permissions }: KmsDriver,
  operation: DriverOperation,
  kind: ResourceKind | undefined,
  { message, scope }: Failure,
): string {
  const actions = permissions.flatMap((permission) =>
    permission.operation === operation &&
    (kind === undefined || permission.kind === undefined || permission.kind === kind)
      ? permission.actions
      : [],
  );
  if (scope !== "resource" || actions.length === 0 || actions.some((action) => message.includes(action)))
    return message;
  return `${message} Needed: ${[...new Set(actions)].join(" or ")}.`;
}
