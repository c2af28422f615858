import { createCrosstag, systemClock, type Clock, type PlanEntry } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/database/open-database.ts";
import { openRuns } from "../../src/index.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { applyChunk } from "../../src/worker/apply-chunk.ts";
import { RecordWriter } from "../../src/worker/record-writer.ts";
import { RunStops } from "../../src/worker/run-stops.ts";
import { WorkerLease } from "../../src/worker/worker-lease.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "../start-postgres.ts";

const LEASE_MS = 30_000;

describe.skipIf(postgresMissing !== "")(`a chunk of a run ${postgresMissing}`, () => {
  let server: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ databaseUrl: server.url }, [RUN_TABLES]);
  });
  afterAll(async () => {
    await database.close();
    await server.close();
  });

  it("is continued by its worker if the lease lapses meanwhile, and no other worker takes over", async () => {
    const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
    const crosstag = createCrosstag([cloud.driver], { pacing: "off", maximumConcurrentCalls: 1 });
    const references = Array.from({ length: 20 }, () => cloud.scene.create("key"));
    const draft = crosstag.planTags({
      desired: { version: 1, statements: [{ select: { references }, set: { team: "payments" } }] },
    });
    const runs = await openRuns({ databaseUrl: server.url });
    const entries: PlanEntry[] = [];
    for await (const entry of draft.entries) entries.push(entry);
    const run = await runs.submit(createPlan(entries, draft.complete()));
    let now = 0;
    const clock: Clock = { now: () => now, sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal) };
    const identity = { id: "suspended", version: "1", host: "test" };
    const lease = new WorkerLease(database, identity, LEASE_MS, { clock, wallClock: () => now });
    await lease.begin();
    let renewed: Promise<void> | undefined;
    // As in a machine that is suspended while the chunk is applied.
    const onOutcome = () => {
      if (renewed !== undefined) return;
      now += LEASE_MS;
      lease.check();
      renewed = lease.renew();
    };
    const isDone = await applyChunk(
      {
        database,
        clouds: {
          use: (_attempt, work) =>
            work({
              applyPlan: async (request, options) => {
                const result = await crosstag.applyPlan({ ...request, onOutcome }, options);
                await renewed;
                return result;
              },
            }),
        },
        lease,
        records: new RecordWriter(database, lease.id, clock),
        stops: new RunStops(),
        leaving: new AbortController().signal,
        clock,
        now: () => new Date(),
      },
      run,
      0,
    );
    const [chunk] = await database.rows<{ result: unknown }>("select result from crosstag_run_chunks where run = $1", [
      run,
    ]);
    expect([isDone, chunk?.result]).toMatchObject([true, { ended: "complete", counts: { changed: 20 } }]);
    expect(cloud.log.calls("writeTags")).toBe(20);
    await crosstag.close();
    await runs.close();
  });
});
