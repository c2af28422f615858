import type { Clock } from "@crosstag/core";
import { describe, expect, it } from "vitest";
import { RUN_TABLES } from "../src/runs/run-tables.ts";
import { WorkerLease } from "../src/worker/worker-lease.ts";
import { postgresMissing } from "./start-postgres.ts";
import { useDatabase } from "./use-database.ts";

const LEASE_MS = 30_000;

describe.skipIf(postgresMissing !== "")(`the lease of a worker ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);
  let [now, wall] = [0, 0];
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  const begin = async (id: string) => {
    const identity = { id, version: "1", host: "test" };
    const lease = new WorkerLease(used.database, identity, LEASE_MS, { clock, wallClock: () => wall });
    await lease.begin();
    return lease;
  };

  it("is held for two thirds of its time, and again after a renewal", async () => {
    const lease = await begin("first");
    const { signal } = lease;
    now += 19_999;
    lease.check();
    expect([lease.held, signal.aborted, lease.heldForMs]).toEqual([true, false, 19_999]);
    now += 1;
    lease.check();
    expect([lease.held, signal.aborted, lease.heldForMs]).toEqual([false, true, 0]);
    const settled = lease.settled();
    await lease.renew();
    await settled;
    expect([lease.held, lease.signal.aborted, lease.heldForMs]).toEqual([true, false, 0]);
  });

  it("ends if the machine was suspended, when only the clock of the system continues", async () => {
    const lease = await begin("second");
    wall += 20_000;
    expect(lease.held).toBe(false);
    await lease.renew();
    expect(lease.held).toBe(true);
    wall -= 3_600_000;
    expect(lease.held).toBe(true);
    now += 20_000;
    expect(lease.held).toBe(false);
  });

  it("says for how long others that lapsed with it may not have renewed theirs", async () => {
    const lease = await begin("fourth");
    expect(lease.regained).toBe(false);
    now += 20_000;
    expect(lease.regained).toBe(false);
    await lease.renew();
    expect(lease.regained).toBe(true);
    now += 9_999;
    await lease.renew();
    expect(lease.regained).toBe(true);
    now += 1;
    expect(lease.regained).toBe(false);
  });

  it("is lost for good if another worker has taken over", async () => {
    const lease = await begin("third");
    await used.database.rows("update crosstag_workers set ended = $2 where id = $1", ["third", true]);
    expect(lease.held).toBe(true);
    await lease.renew();
    expect([lease.held, lease.lost, lease.signal.aborted]).toEqual([false, true, true]);
    await lease.renew();
    await lease.settled();
    expect(lease.held).toBe(false);
  });
});
