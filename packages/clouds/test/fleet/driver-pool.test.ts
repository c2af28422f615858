import type { KmsDriver } from "@crosstag/core/driver";
import { createMemoryCloud } from "@crosstag/core/testing";
import { expect, test } from "vitest";
import { DriverPool, type DriverSlot } from "../../src/fleet/driver-pool.ts";

function slots(count: number) {
  const log: string[] = [];
  const made = Array.from({ length: count }, (_, index): DriverSlot => ({
    users: 0,
    open: async () => {
      log.push(`open ${index}`);
      return { ...createMemoryCloud().driver, close: async () => void log.push(`close ${index}`) };
    },
  }));
  return { slots: made, log };
}

const slotAt = (made: readonly DriverSlot[], index: number): DriverSlot => {
  const slot = made[index];
  if (slot === undefined) throw new Error("No such slot.");
  return slot;
};

test("the driver that has been idle the longest closes when there are too many, and opens again when it is needed", async () => {
  const { slots: made, log } = slots(3);
  const pool = new DriverPool(2);
  const use = (index: number) => pool.use(slotAt(made, index), async () => {});
  for (const index of [0, 1, 0, 2, 1]) await use(index);
  expect(log).toEqual(["open 0", "open 1", "open 2", "close 1", "open 1", "close 0"]);
});

test("a driver that is used is not closed", async () => {
  const { slots: made, log } = slots(3);
  const pool = new DriverPool(1);
  await pool.use(slotAt(made, 0), async () => {
    await pool.use(slotAt(made, 1), async () => {});
    await pool.use(slotAt(made, 2), async () => {});
    expect(log).toEqual(["open 0", "open 1", "open 2", "close 1"]);
  });
});

test("calls at the same time open a driver once", async () => {
  const { slots: made, log } = slots(1);
  const pool = new DriverPool();
  await Promise.all([1, 2, 3].map(() => pool.use(slotAt(made, 0), async () => {})));
  expect(log).toEqual(["open 0"]);
});

test("a driver that could not be opened is tried again by the next call", async () => {
  let failures = 1;
  const driver: KmsDriver = createMemoryCloud().driver;
  const slot: DriverSlot = {
    users: 0,
    open: async () => {
      if (failures-- > 0) throw new Error("not yet");
      return driver;
    },
  };
  const pool = new DriverPool();
  await expect(pool.use(slot, async () => {})).rejects.toThrow("not yet");
  await pool.use(slot, async (opened) => expect(opened).toBe(driver));
});
