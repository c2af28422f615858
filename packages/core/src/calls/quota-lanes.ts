import type { WireOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { Quota } from "../driver/quota.ts";
import { quotaOf } from "../driver/quota-of.ts";
import type { DriverScope, ResourceKind } from "../model/reference.ts";
import type { Clock } from "./clock.ts";
import { OwnTurns, ownBudget } from "./own-turns.ts";
import type { QuotaBudget, QuotaTurns } from "./quota-budget.ts";
import { QuotaLane } from "./quota-lane.ts";

/** What the lanes of a driver are made from. */
export interface QuotaLanesOptions {
  readonly clock: Clock;
  readonly pacing: "quota" | "off";
  readonly budget: QuotaBudget;
  readonly maximumConcurrentCalls: number;
  /** The driver's scope, with what has been learned of it. */
  readonly scope: () => DriverScope;
}

/** The lanes of one driver, one for each quota. */
export class QuotaLanes {
  readonly #driver: KmsDriver;
  readonly #options: QuotaLanesOptions;
  readonly #lanes = new Map<string, QuotaLane>();
  /** By operation and kind: asked for with every call. */
  readonly #lanesOfCalls = new Map<WireOperation, Map<ResourceKind, QuotaLane>>();
  /** There are lanes whose quota could not be shared, because the account was not known yet. */
  #unshared = false;

  constructor(driver: KmsDriver, options: QuotaLanesOptions) {
    this.#driver = driver;
    this.#options = options;
  }

  /** The lane of an operation on a kind of resource. */
  of(operation: WireOperation, kind: ResourceKind): QuotaLane {
    if (this.#unshared && this.#options.scope().account !== undefined) this.#shareFromNow();
    const known = this.#lanesOfCalls.get(operation)?.get(kind);
    if (known !== undefined) return known;
    const quota = operation === "identify" ? undefined : quotaOf(this.#driver.quotas, operation, kind);
    const name = quota?.id ?? operation;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      const { pacing, maximumConcurrentCalls, clock } = this.#options;
      const turns = quota === undefined || pacing === "off" ? undefined : this.#openTurns(quota);
      lane = new QuotaLane(name, maximumConcurrentCalls, turns, clock);
      this.#lanes.set(name, lane);
    }
    const ofOperation = this.#lanesOfCalls.get(operation) ?? new Map<ResourceKind, QuotaLane>();
    this.#lanesOfCalls.set(operation, ofOperation.set(kind, lane));
    return lane;
  }

  #openTurns({ id, requestsPerSecond }: Quota): QuotaTurns {
    const { budget, clock, scope } = this.#options;
    const { account, region } = scope();
    const { provider, endpoint } = this.#driver;
    if (account === undefined) {
      // Without its account a quota cannot be distinguished from the same quota of another account.
      this.#unshared = budget !== ownBudget;
      return new OwnTurns(requestsPerSecond);
    }
    const quota = { provider, account, region, quota: id, ...(endpoint !== undefined && { endpoint }) };
    return budget.open(quota, requestsPerSecond, clock);
  }

  /** Calls that are under way keep the lane that they have. */
  #shareFromNow(): void {
    this.#unshared = false;
    this.#lanes.clear();
    this.#lanesOfCalls.clear();
  }
}
