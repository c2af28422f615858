import type { KmsDriver } from "@crosstag/core/driver";

/** Idle drivers that stay open. A driver takes about 100 KB. */
const MOST_IDLE = 64;

/** The place of one driver, open or not. */
export interface DriverSlot {
  /** Creates the driver. */
  readonly open: () => Promise<KmsDriver>;
  /** The driver, while it is open. */
  driver?: Promise<KmsDriver> | undefined;
  /** The same, once it is open. */
  opened?: KmsDriver | undefined;
  /** Calls under way. */
  users: number;
}

/** Opens drivers at their first call, and closes the ones that have been idle the longest when there are too many. */
export class DriverPool {
  readonly #mostIdle: number;
  /** The longest idle first. */
  readonly #idle = new Set<DriverSlot>();

  constructor(mostIdle: number = MOST_IDLE) {
    this.#mostIdle = mostIdle;
  }

  /** Calls `work` with the driver of a slot, which stays open meanwhile. @throws what opening the driver throws */
  async use<Result>(slot: DriverSlot, work: (driver: KmsDriver) => Promise<Result>): Promise<Result> {
    slot.users += 1;
    this.#idle.delete(slot);
    try {
      slot.driver ??= slot.open();
      return await work(await this.#opened(slot, slot.driver));
    } finally {
      slot.users -= 1;
      if (slot.users === 0 && slot.driver !== undefined) this.#rest(slot);
    }
  }

  /** Closes the driver of a slot, if it is open. */
  async close(slot: DriverSlot): Promise<void> {
    this.#idle.delete(slot);
    const { driver } = slot;
    slot.driver = undefined;
    slot.opened = undefined;
    if (driver !== undefined) await (await driver).close();
  }

  async #opened(slot: DriverSlot, driver: Promise<KmsDriver>): Promise<KmsDriver> {
    try {
      const opened = await driver;
      if (slot.driver === driver) slot.opened = opened;
      return opened;
    } catch (error) {
      // The next call tries again.
      if (slot.driver === driver) slot.driver = undefined;
      throw error;
    }
  }

  #rest(slot: DriverSlot): void {
    this.#idle.add(slot);
    for (const longest of this.#idle) {
      if (this.#idle.size <= this.#mostIdle) return;
      // What fails while an idle driver is closed is not an error of any call.
      this.close(longest).catch(() => {});
    }
  }
}
