import type { WireOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { HeldLanes } from "./idle-lanes.ts";
import { QuotaLanes } from "./quota-lanes.ts";
import type { QuotaLane, QuotaLanesOptions } from "./quota-lanes.ts";

/** Lanes that have had no call for so long can be made anew, milliseconds. */
const IDLE_MS = 10_000;

/**
 * The lanes of one driver while it makes calls: made by the first call that needs them, since a fleet has thousands of
 * drivers that make none, and let go after a while without a call.
 */
export class DriverLanes implements HeldLanes {
  readonly #driver: KmsDriver;
  readonly #options: QuotaLanesOptions;
  #made: QuotaLanes | undefined;
  /** Calls that may use the lanes. */
  #underWay = 0;
  /** When the last of them began or ended. */
  #usedAt = 0;

  constructor(driver: KmsDriver, options: QuotaLanesOptions) {
    this.#driver = driver;
    this.#options = options;
  }

  /** The lane of an operation on a kind of resource, as `QuotaLanes` has it. */
  of(operation: WireOperation, kind: ResourceKind, shape?: string): QuotaLane {
    const { clock, idleLanes } = this.#options;
    this.#usedAt = clock.now();
    if (this.#made === undefined) {
      this.#made = new QuotaLanes(this.#driver, this.#options);
      idleLanes.add(this);
    }
    return this.#made.of(operation, kind, shape);
  }

  /** Makes a call that may use the lanes: until it is over, they are not let go. */
  async during<Result>(call: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      this.#usedAt = this.#options.clock.now();
    }
  }

  forgetIfIdle(now: number): boolean {
    const isIdle = this.#underWay === 0 && now - this.#usedAt >= IDLE_MS;
    if (!isIdle || this.#made?.isAsNew(now) === false) return false;
    this.close();
    return true;
  }

  /** No call is made any more, or only after a while. */
  close(): void {
    this.#made?.close();
    this.#made = undefined;
  }
}
