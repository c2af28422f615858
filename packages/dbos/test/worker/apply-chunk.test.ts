import {
  createCrosstag,
  CrosstagError,
  systemClock,
  type Clock,
  type Crosstag,
  type PlanEntry,
  type QuotaBudget,
} from "@crosstag/core";
import { createPlan, type PlanApplier } from "@crosstag/core/node";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { openRuns } from "../../src/index.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { applyChunk, type ChunkWork } from "../../src/worker/apply-chunk.ts";
import { endRun } from "../../src/worker/end-run.ts";
import { guardedBudget } from "../../src/worker/guarded-budget.ts";
import { ChunkStarts } from "../../src/worker/chunk-starts.ts";
import { ProgressWriter } from "../../src/worker/progress-writer.ts";
import { RecordWriter } from "../../src/worker/record-writer.ts";
import type { RunAttempt } from "../../src/worker/run-clouds.ts";
import { RunStops } from "../../src/worker/run-stops.ts";
import { WorkerLease } from "../../src/worker/worker-lease.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

const SCOPE = "memory/1000/memory-1";
const LEASE_MS = 30_000;
const SOURCE = { source: "the test itself", verifiedOn: "2026-11-30", status: "observed" } as const;
const QUOTAS = [
  { ...SOURCE, id: "read", covers: [{ operation: "readTags" }], requestsPerSecond: 500 },
  { ...SOURCE, id: "tag", covers: [{ operation: "writeTags" }], requestsPerSecond: 500 },
] as const;
/** Each turn has begun. */
const UNLIMITED: QuotaBudget = {
  open: (_scope, requestsPerSecond) => ({
    requestsPerSecond,
    nextAt: 0,
    take: () => true,
    want: () => {},
    succeeded: () => {},
    throttled: () => {},
  }),
};

describe.skipIf(postgresMissing !== "")(`a chunk of a run ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  const workOf = (lease: WorkerLease, clock: Clock, clouds: ChunkWork["clouds"]): ChunkWork => ({
    database: used.database,
    clouds,
    lease,
    records: new RecordWriter(used.database, lease.id, clock),
    progress: new ProgressWriter(used.database, clock),
    stops: new RunStops(),
    starts: new ChunkStarts(clock),
    leaving: new AbortController().signal,
    clock,
    now: () => new Date(),
  });

  /** Applies the only chunk of a run; `meanwhile` is called when its fifth key is about to be read before it is changed. */
  const applyOne = async (lease: WorkerLease, clock: Clock, meanwhile: () => Promise<void>) => {
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, quotas: QUOTAS });
    let done: Promise<void> | undefined;
    const quotaBudget = guardedBudget(UNLIMITED, () => {
      if (cloud.log.calls("writeTags") === 4) done ??= meanwhile();
      return lease.held;
    });
    const crosstag = createCrosstag([cloud.driver], { quotaBudget, maximumConcurrentCalls: 1 });
    const references = Array.from({ length: 20 }, () => cloud.scene.create("key"));
    const draft = crosstag.planTags({
      desired: { version: 1, statements: [{ select: { references }, set: { worker: lease.id } }] },
    });
    const entries: PlanEntry[] = [];
    await lease.begin();
    for await (const entry of draft.entries) entries.push(entry);
    const runs = await openRuns({ databaseUrl: used.server.url });
    const run = await runs.submit(createPlan(entries, draft.complete()));
    await runs.close();
    const applyPlan: Crosstag["applyPlan"] = async (request, options) => {
      const result = await crosstag.applyPlan(request, options);
      await done;
      return result;
    };
    const clouds = {
      use: <Result>(_: RunAttempt, use: (clouds: PlanApplier) => Promise<Result>) => use({ applyPlan }),
    };
    const isDone = await applyChunk(workOf(lease, clock, clouds), run, 0);
    await crosstag.close();
    const rows = await used.database.rows<{ result: unknown }>(
      "select result from crosstag_run_chunks where run = $1",
      [run],
    );
    return { run, isDone, result: rows[0]?.result, writes: cloud.log.calls("writeTags") };
  };
  /** A worker whose time is set by the test. */
  const newLease = (id: string) => {
    const time = { now: 0 };
    const clock: Clock = {
      now: () => time.now,
      sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
    };
    const identity = { id, version: "1", host: "test" };
    return {
      time,
      clock,
      lease: new WorkerLease(used.database, identity, LEASE_MS, { clock, wallClock: () => time.now }),
    };
  };

  /** Another worker has found the lease of this one ended, and takes its work over. */
  const lose = async (time: { now: number }, lease: WorkerLease) => {
    time.now += LEASE_MS;
    await used.database.rows("update crosstag_workers set ended = $2 where id = $1", [lease.id, true]);
    await lease.renew();
  };
  /** The counts of a run of twenty resources, of which only changed ones have an outcome, and some were begun. */
  const countsOf = async (run: string) => {
    const changed = await used.database.rows(
      "select 1 from crosstag_run_records where run = $1 and record::json ->> 'status' = 'changed'",
      [run],
    );
    expect(changed.length).toBeGreaterThan(0);
    const begun = await used.database.rows(
      `select record::json ->> 'reference' from crosstag_run_records
       where run = $1 and record::json ->> 'type' in ('intent', 'outcome')
       group by 1 having bool_and(record::json ->> 'type' = 'intent')`,
      [run],
    );
    const [done, unknown] = [changed.length, begun.length];
    return { changed: done, unchanged: 0, skipped: 20 - done - unknown, failed: 0, unknown };
  };
  /** Ends a run, and gives the record of its end. */
  const endOf = async (run: string): Promise<unknown> => {
    await endRun(used.database, run, 1, () => new Date());
    const rows = await used.database.rows<{ record: string }>(
      "select record from crosstag_run_records where run = $1 order by position desc limit 1",
      [run],
    );
    return JSON.parse(rows[0]?.record ?? "{}");
  };

  it("is continued by its worker if the lease lapses meanwhile, and no other worker takes over", async () => {
    const { time, clock, lease } = newLease("suspended");
    // As in a machine that is suspended while the chunk is applied.
    const applied = await applyOne(lease, clock, () => {
      time.now += LEASE_MS;
      lease.check();
      return lease.renew();
    });
    expect(applied).toMatchObject({ isDone: true, result: { ended: "complete", counts: { changed: 20 } }, writes: 20 });
  });

  it("is left by its worker at once if another one has taken over, though keys still had to be read", async () => {
    const { time, clock, lease } = newLease("lost");
    const { isDone, result, writes } = await applyOne(lease, clock, () => lose(time, lease));
    expect({ isDone, result, writes }).toEqual({ isDone: false, result: null, writes: 4 });
  });

  it("keeps the outcomes of its worker in its counts if the next worker has no such cloud", async () => {
    const { time, clock, lease } = newLease("first");
    const { run } = await applyOne(lease, clock, () => lose(time, lease));
    const next = newLease("next");
    await next.lease.begin();
    const message = "No cloud is configured for this account.";
    const use = () => Promise.reject(new CrosstagError({ code: "configuration", message }));
    expect(await applyChunk(workOf(next.lease, next.clock, { use }), run, 0)).toBe(true);
    const stopped = [{ scope: SCOPE, code: "configuration", message }];
    const end = { ended: "not-configured", counts: await countsOf(run), stopped };
    expect(await used.database.rows("select result from crosstag_run_chunks where run = $1", [run])).toEqual([
      { result: end },
    ]);
    expect(await endOf(run)).toEqual({ type: "end", ...end });
  });

  it("keeps them in the end of the run if it has no result", async () => {
    const { time, clock, lease } = newLease("only");
    const { run } = await applyOne(lease, clock, () => lose(time, lease));
    expect(await endOf(run)).toEqual({ type: "end", ended: "interrupted", counts: await countsOf(run) });
  });
});
