import { isAccountQuestion } from "./call-progress.ts";
import type { Clock } from "./clock.ts";
import { Semaphore } from "./concurrency.ts";
import type { Ending } from "./ending.ts";
import type { Failure } from "../driver/failure.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { WireOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { Quota } from "../driver/quota.ts";
import { quotaOf } from "../driver/quota-of.ts";
import type { DriverScope, ResourceKind } from "../model/reference.ts";
import { OwnTurns, ownBudget, RateLimiter } from "./rate-limiter.ts";
import type { IdleLanes } from "./idle-lanes.ts";
import type { QuotaBudget, QuotaScope, QuotaTurns } from "./quota-budget.ts";

/** What the calls that spend one quota share: so many a second, and so many at once to each endpoint. */
export class QuotaLane {
  /** The quota's id; the operation's name if no quota covers it. */
  readonly quota: string;
  /** Drivers whose calls take its turns. */
  drivers = 1;
  /** By the connections that calls leave by: an endpoint that does not answer keeps the slots of no other. */
  readonly #slots = new Map<Semaphore | undefined, Semaphore>();
  readonly #maximumConcurrentCalls: number;
  readonly #limiter: RateLimiter | undefined;

  /** Without `turns` calls are not paced. */
  constructor(quota: string, maximumConcurrentCalls: number, turns: QuotaTurns | undefined, clock: Clock) {
    this.quota = quota;
    this.#maximumConcurrentCalls = maximumConcurrentCalls;
    this.#limiter = turns === undefined ? undefined : new RateLimiter(turns, clock);
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#limiter?.requestsPerSecond ?? Number.POSITIVE_INFINITY;
  }

  /** Calls that wait for their turns; 0 if calls are not paced. */
  get waiting(): number {
    return this.#limiter?.waiting ?? 0;
  }

  /**
   * Takes a slot first and the quota's turn last, together with one of the connections, so that a turn is never taken
   * long before the call is sent. Undefined if there is nothing to wait for. Returns a failure, and takes no turn, if the
   * request ends while waiting.
   */
  takeTurn(scope: Ending, connections?: Semaphore): undefined | Promise<Failure | undefined> {
    if (scope.ended !== undefined) return Promise.resolve(endedFailure(scope.ended));
    const slot = this.#slotsFor(connections).acquire(scope);
    if (slot === undefined && this.#limiter === undefined && connections?.tryAcquire() !== false) return undefined;
    return this.#wait(scope, slot, connections, this.#limiter);
  }

  /** Takes a slot and a connection, without a turn. Returns a failure, and takes none, if the request ends while waiting. */
  async takeSlot(scope: Ending, connections?: Semaphore): Promise<Failure | undefined> {
    if (scope.ended !== undefined) return endedFailure(scope.ended);
    return this.#wait(scope, this.#slotsFor(connections).acquire(scope), connections);
  }

  /** Gives the slot of a turn back, and its connection. */
  release(connections?: Semaphore): void {
    this.#slotsFor(connections).release();
    connections?.release();
  }

  #slotsFor(connections: Semaphore | undefined): Semaphore {
    let slots = this.#slots.get(connections);
    if (slots === undefined) this.#slots.set(connections, (slots = new Semaphore(this.#maximumConcurrentCalls)));
    return slots;
  }

  /** Whether one that is made anew is as good. */
  isAsNew(now: number): boolean {
    return this.#limiter?.isAsNew(now) ?? true;
  }

  /** No call takes a turn any more. */
  close(): void {
    this.#limiter?.close();
  }

  /** Calls take other turns from now on. */
  follow(turns: QuotaTurns | undefined): void {
    if (turns !== undefined) this.#limiter?.follow(turns);
  }

  /** The cloud has taken a call that left at `sentAt`. */
  succeeded(sentAt: number): void {
    this.#limiter?.succeeded(sentAt);
  }

  /** The cloud said "too fast" to a call that left at `sentAt`. */
  throttled(sentAt: number, retryAfterMs?: number): void {
    this.#limiter?.throttled(retryAfterMs, sentAt);
  }

  async #wait(
    scope: Ending,
    slot: Promise<boolean> | undefined,
    connections: Semaphore | undefined,
    limiter?: RateLimiter,
  ): Promise<Failure | undefined> {
    const given = slot === undefined || (await slot);
    const connected = scope.ended === undefined && (await connect(scope, connections, limiter));
    if (scope.ended === undefined) return undefined;
    if (given) this.#slotsFor(connections).release();
    if (connected) connections?.release();
    return endedFailure(scope.ended);
  }
}

/** Takes a connection, with a turn if there is a limiter. False if the request ended before. */
async function connect(
  scope: Ending,
  connections: Semaphore | undefined,
  limiter: RateLimiter | undefined,
): Promise<boolean> {
  try {
    if (limiter === undefined) return (await connections?.acquire(scope)) !== false;
    await limiter.acquire(scope, connections);
    return true;
  } catch {
    return false;
  }
}

export function endedFailure({ code, message, hint }: CrosstagError): Failure {
  return { code, message, retry: "no", applied: "no", scope: "call", ...(hint !== undefined && { hint }) };
}

interface SharedLane {
  readonly lane: QuotaLane;
  /** What each driver takes for the rate. */
  readonly rates: Map<KmsDriver, number>;
  requestsPerSecond: number;
}

/** The lanes of quotas that several drivers of one object spend together. */
export class SharedLanes {
  readonly #lanes = new Map<string, SharedLane>();

  /** The lane with a name. Configurations can differ: the lowest rate is the one that none of the drivers exceeds. */
  of(name: string, driver: KmsDriver, requestsPerSecond: number, { openLane, openTurns }: LaneMaker): QuotaLane {
    let shared = this.#lanes.get(name);
    if (shared === undefined) {
      const lane = openLane(openTurns(requestsPerSecond));
      this.#lanes.set(name, (shared = { lane, rates: new Map(), requestsPerSecond }));
    }
    const { lane, rates } = shared;
    const lowest = Math.min(...rates.set(driver, requestsPerSecond).values());
    if (lowest !== shared.requestsPerSecond) lane.follow(openTurns((shared.requestsPerSecond = lowest)));
    lane.drivers = rates.size;
    return lane;
  }
}

/** Makes the lane of one quota. */
interface LaneMaker {
  readonly openLane: (turns: QuotaTurns | undefined) => QuotaLane;
  /** Undefined: calls are not paced. */
  readonly openTurns: (requestsPerSecond: number) => QuotaTurns | undefined;
}

/** What the lanes of a driver are made from. */
export interface QuotaLanesOptions {
  readonly clock: Clock;
  /** The lanes of quotas that the cloud counts for an account, whatever the region. */
  readonly sharedLanes: SharedLanes;
  /** The lanes that the drivers of the same object have. */
  readonly idleLanes: IdleLanes;
  readonly pacing: "quota" | "off";
  readonly budget: QuotaBudget;
  readonly maximumConcurrentCalls: number;
  /** The quotas, with the rates that have been learned. */
  readonly quotas: { readonly current: readonly Quota[] };
  /** The driver's scope, with what has been learned of it. */
  readonly scope: () => DriverScope;
}

/** The lanes of one driver, one for each quota. It shares the lanes of quotas that are counted for all regions. */
export class QuotaLanes {
  readonly #driver: KmsDriver;
  readonly #options: QuotaLanesOptions;
  readonly #lanes = new Map<string, QuotaLane>();
  /** By operation, and by kind and shape: asked for with every call. */
  readonly #lanesOfCalls = new Map<WireOperation, Map<string, QuotaLane>>();
  #quotas: readonly Quota[];
  /** There are lanes whose quota could not be shared, because the account was not known yet. */
  #unshared = false;

  constructor(driver: KmsDriver, options: QuotaLanesOptions) {
    this.#driver = driver;
    this.#options = options;
    this.#quotas = driver.quotas;
  }

  /** The lane of an operation on a kind of resource, in a shape of `CallLimits.shapes`. Default: the main shape. */
  of(operation: WireOperation, kind: ResourceKind, shape?: string): QuotaLane {
    if (this.#unshared && this.#options.scope().account !== undefined) this.#shareFromNow();
    if (this.#options.quotas.current !== this.#quotas) this.#paceFromNow();
    const call = shape === undefined ? kind : `${kind} ${shape}`;
    const known = this.#lanesOfCalls.get(operation)?.get(call);
    if (known !== undefined) return known;
    const quota = isAccountQuestion(operation) ? undefined : quotaOf(this.#quotas, operation, kind, shape);
    const lane = this.#isShared(quota) ? this.#sharedLane(quota) : this.#ownLane(operation, quota);
    const ofOperation = this.#lanesOfCalls.get(operation) ?? new Map<string, QuotaLane>();
    this.#lanesOfCalls.set(operation, ofOperation.set(call, lane));
    return lane;
  }

  /** Whether lanes that are made anew are as good: nothing was learned, and no turn is awaited. */
  isAsNew(now: number): boolean {
    return [...this.#lanes.values()].every((lane) => lane.isAsNew(now));
  }

  /** No call takes a turn of its own lanes any more. */
  close(): void {
    for (const lane of this.#lanes.values()) lane.close();
  }

  #ownLane(operation: WireOperation, quota: Quota | undefined): QuotaLane {
    const name = quota?.id ?? operation;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      this.#options.idleLanes.forget(this.#options.clock.now());
      const turns = quota === undefined || this.#options.pacing === "off" ? undefined : this.#openTurns(quota);
      lane = this.#openLane(name, turns);
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  #isShared(quota: Quota | undefined): quota is Quota {
    return quota?.countedPer === "account" && this.#options.scope().account !== undefined;
  }

  #sharedLane(quota: Quota): QuotaLane {
    const { sharedLanes, pacing, scope } = this.#options;
    const { provider, endpoint } = this.#driver;
    const name = JSON.stringify([provider, scope().account, quota.id, endpoint]);
    return sharedLanes.of(name, this.#driver, quota.requestsPerSecond, {
      openLane: (turns) => this.#openLane(quota.id, turns),
      openTurns: (requestsPerSecond) =>
        pacing === "off" ? undefined : this.#openTurns({ ...quota, requestsPerSecond }),
    });
  }

  #openLane(name: string, turns: QuotaTurns | undefined): QuotaLane {
    return new QuotaLane(name, this.#options.maximumConcurrentCalls, turns, this.#options.clock);
  }

  #openTurns({ id, requestsPerSecond, countedPer }: Quota): QuotaTurns {
    const { budget, clock, scope } = this.#options;
    const { account, region } = scope();
    const { provider, endpoint } = this.#driver;
    const isOfAccount = countedPer === "account";
    if (account === undefined) {
      // Without its account a quota cannot be distinguished from the same quota of another account.
      this.#unshared ||= budget !== ownBudget || isOfAccount;
      return new OwnTurns(requestsPerSecond);
    }
    const quota: QuotaScope = {
      provider,
      account,
      ...(!isOfAccount && { region }),
      quota: id,
      ...(endpoint !== undefined && { endpoint }),
    };
    return budget.open(quota, requestsPerSecond, clock);
  }

  /** The rates of the account have been learned. */
  #paceFromNow(): void {
    this.#quotas = this.#options.quotas.current;
    this.#forgetLanes();
  }

  #shareFromNow(): void {
    this.#unshared = false;
    this.#forgetLanes();
  }

  /** Calls that are under way keep the lane that they have. */
  #forgetLanes(): void {
    this.#lanes.clear();
    this.#lanesOfCalls.clear();
  }
}
