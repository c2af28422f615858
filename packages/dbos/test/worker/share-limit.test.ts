import { createCrosstag, systemClock, type Plan, type PlanEntry } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { createPlan } from "@crosstag/core/node";
import { createMemoryCloud, decorateDriver, ONE_BY_ONE_SHAPE, type MemoryCloud } from "@crosstag/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { openRuns, startWorker, type Worker } from "../../src/index.ts";
import { RUN_TABLES, RUN_VERSION } from "../../src/runs/run-tables.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

describe.skipIf(postgresMissing !== "")(`the chunks that a worker applies at once ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);
  let worker: Worker | undefined;
  afterEach(async () => {
    await worker?.stop();
    await used.database.rows("delete from crosstag_workers");
  });

  const start = async (drivers: readonly KmsDriver[], chunksAtOnce: number) => {
    worker = await startWorker({
      databaseUrl: used.server.url,
      openClouds: (quotaBudget) => Promise.resolve(createCrosstag(drivers, { quotaBudget })),
      leaseMs: 10_000,
      chunksAtOnce,
    });
  };
  /** Workers that have ended without a word. */
  const lose = async (leaseSeconds: number) =>
    used.database.rows(
      `insert into crosstag_workers (id, version, host, lease_until)
       select 'lost-' || n, $1, 'test', clock_timestamp() + $2 * interval '1 second' from generate_series(1, 4) n`,
      [RUN_VERSION, leaseSeconds],
    );
  const limit = async () => {
    const rows = await used.database.rows<{ readonly limit: number }>(
      `select worker_concurrency as limit from dbos.queues where name = 'crosstag-chunks'`,
    );
    return rows[0]?.limit;
  };

  it("are as many as it may from its start if the leases of all others have ended", async () => {
    await lose(-1);
    await start([createMemoryCloud(ONE_BY_ONE_SHAPE).driver], 64);
    expect(await limit()).toBe(64);
  });

  it("are its part while others have their lease, and as many as it may once their leases have ended", async () => {
    await lose(4);
    await start([createMemoryCloud(ONE_BY_ONE_SHAPE).driver], 64);
    expect(await limit()).toBe(8);
    while ((await limit()) !== 64) await systemClock.sleep(50);
  });

  it("are not held by chunks that wait for their cloud, account and region", async () => {
    const [slow, quick] = [open("memory-1"), open("memory-2")];
    const plan = await planFor([slow, slow, slow, slow, quick]);
    const released = new AbortController();
    const held = new Promise<void>((resolve) => released.signal.addEventListener("abort", () => resolve()));
    const stalled = decorateDriver(slow.driver, {
      readTags: async (call, context) => {
        await held;
        return slow.driver.readTags(call, context);
      },
    });
    const runs = await openRuns({ databaseUrl: used.server.url });
    const run = await runs.submit(plan, { chunkSize: 1 });
    await start([stalled, quick.driver], 2);
    while (quick.log.calls("writeTags") === 0) await systemClock.sleep(50);
    expect(slow.log.calls("writeTags")).toBe(0);
    released.abort();
    while ((await runs.status(run)).state !== "ended") await systemClock.sleep(50);
    expect(await runs.status(run)).toMatchObject({ ended: "complete" });
    await runs.close();
  });
});

function open(region: string): MemoryCloud {
  return createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region });
}

/** Sets a tag on a key for each of the clouds. */
async function planFor(clouds: readonly MemoryCloud[]): Promise<Plan> {
  const references = clouds.map(({ scene }) => scene.create("key"));
  const crosstag = createCrosstag([...new Set(clouds)].map(({ driver }) => driver));
  const draft = crosstag.planTags({
    desired: { version: 1, statements: [{ select: { references }, set: { team: "payments" } }] },
  });
  const entries: PlanEntry[] = [];
  for await (const entry of draft.entries) entries.push(entry);
  const plan = createPlan(entries, draft.complete());
  await crosstag.close();
  return plan;
}
