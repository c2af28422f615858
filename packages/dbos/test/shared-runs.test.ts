import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrosstag, systemClock, type Clock, type Crosstag, type Plan, type QuotaBudget } from "@crosstag/core";
import { loadRunState, openPlanFile, resumeRun, verifyRun, type RunState } from "@crosstag/core/node";
import { createMemoryCloud, decorateDriver, ONE_BY_ONE_SHAPE, type MemoryCloud } from "@crosstag/core/testing";
import { DBOSClient } from "@dbos-inc/dbos-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../src/database/open-database.ts";
import { RUN_TABLES } from "../src/runs/run-tables.ts";
import { RecordWriter } from "../src/worker/record-writer.ts";
import { openRuns, startWorker, type SharedRuns, type Worker, type WorkerOptions } from "../src/index.ts";
import { forgetWork } from "../src/worker/forget-work.ts";
import { planOf } from "./plan-of.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "./start-postgres.ts";

const QUOTA = {
  id: "tag",
  covers: [{ operation: "writeTags" }],
  source: "the test itself",
  verifiedOn: "2026-11-29",
  status: "observed",
} as const;

function openClouds(regions: readonly string[], requestsPerSecond = 500): readonly MemoryCloud[] {
  const quotas = [{ ...QUOTA, requestsPerSecond }];
  return regions.map((region) => createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, quotas }));
}

function open(clouds: readonly MemoryCloud[], quotaBudget?: QuotaBudget): Crosstag {
  return createCrosstag(
    clouds.map(({ driver }) => driver),
    quotaBudget === undefined ? {} : { quotaBudget },
  );
}

/** Sets a tag on so many keys of every cloud. */
async function planFor(clouds: readonly MemoryCloud[], keys: number, team: string): Promise<Plan> {
  const references = clouds.flatMap(({ scene }) => Array.from({ length: keys }, () => scene.create("key")));
  const crosstag = open(clouds);
  const draft = crosstag.planTags({
    desired: { version: 1, statements: [{ select: { references }, set: { team } }] },
  });
  const plan = await planOf(draft);
  await crosstag.close();
  return plan;
}

interface Denial {
  of: MemoryCloud | undefined;
  /** Ids of keys that were read. */
  readonly read: Set<string>;
}

/** Lets each key of one cloud be read once, as long as it is denied. */
function openUnreadable(clouds: readonly MemoryCloud[], denied: Denial, quotaBudget: QuotaBudget): Crosstag {
  const { read } = denied;
  const drivers = clouds.map((cloud) =>
    decorateDriver(cloud.driver, {
      readTags: async (call, context) => {
        if (denied.of === cloud && call.resources.some(({ id }) => read.has(id))) throw new Denied();
        if (denied.of === cloud) for (const { id } of call.resources) read.add(id);
        return cloud.driver.readTags(call, context);
      },
      classify: (error) =>
        error instanceof Denied
          ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
          : cloud.driver.classify(error),
    }),
  );
  return createCrosstag(drivers, { quotaBudget });
}

class Denied extends Error {}

/** Restores the tags from before a run. */
async function undoPlan(clouds: readonly MemoryCloud[], run: string, { intents }: RunState): Promise<Plan> {
  const crosstag = open(clouds);
  const plan = await planOf(crosstag.planUndo({ run, changes: intents.values() }));
  await crosstag.close();
  return plan;
}

const written = (clouds: readonly MemoryCloud[]) => clouds.map(({ log }) => log.calls("writeTags"));

describe.skipIf(postgresMissing !== "")(`runs on Postgres ${postgresMissing}`, () => {
  let server: TestDatabase;
  let runs: SharedRuns;
  let root: string;
  let worker: Worker | undefined;
  beforeAll(async () => {
    server = await startPostgres();
    root = await mkdtemp(join(tmpdir(), "crosstag-runs-"));
    runs = await openRuns({ databaseUrl: server.url });
  });
  afterAll(async () => {
    await worker?.stop();
    await runs.close();
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  const start = async (clouds: readonly MemoryCloud[], options: Partial<WorkerOptions> = {}) => {
    worker = await startWorker({
      databaseUrl: server.url,
      openClouds: (quotaBudget) => Promise.resolve(open(clouds, quotaBudget)),
      leaseMs: 10_000,
      ...options,
    });
    return worker;
  };
  const ending = async (run: string) => {
    for (;;) {
      const status = await runs.status(run).catch(() => undefined);
      if (status?.state === "ended") return status;
      await systemClock.sleep(100);
    }
  };

  it("are applied in chunks, and saved as any other run", async () => {
    const clouds = openClouds(["memory-1", "memory-2", "memory-3"]);
    const plan = await planFor(clouds, 25, "payments");
    const run = await runs.submit(plan, { chunkSize: 10 });
    await expect(runs.submit(plan)).rejects.toThrow(`The run ${run} is applying this plan. Nothing was submitted.`);
    await expect(runs.save(run, root)).rejects.toMatchObject({ code: "invalid-state" });
    expect(await runs.status("latest")).toMatchObject({ id: run, state: "submitted", workers: 0, changes: 75 });
    // A worker of the version before leaves it alone, since it cannot read the records of today, and that is reported.
    const other = await start(clouds, { version: "crosstag-runs-1" });
    expect(await runs.status(run)).toMatchObject({
      version: "crosstag-runs-2",
      workers: 0,
      otherVersions: ["crosstag-runs-1"],
    });
    await other.stop();
    await start(clouds);
    const status = await ending(run);
    expect(status).toMatchObject({ ended: "complete", workers: 1 });
    expect(status.scopes.map(({ changes, settled, failed }) => [changes, settled, failed])).toEqual([
      [25, 25, 0],
      [25, 25, 0],
      [25, 25, 0],
    ]);
    expect(written(clouds)).toEqual([25, 25, 25]);
    const saved = await runs.save(run, root);
    expect((await openPlanFile(saved.planPath)).header).toEqual(plan.header);
    const state = await loadRunState(saved.journalPath);
    expect(state.ends).toMatchObject({ ended: "complete", counts: { changed: 75 } });
    expect([state.intents.size, state.outcomes.size]).toEqual([75, 75]);
    expect(await verifyRun(saved.folder, { expect: saved.journalHash ?? "" })).toMatchObject({
      records: 152,
      torn: false,
    });
    // A run that was saved is saved again without a change; the same plan can be applied again.
    expect(await runs.save(run.slice(0, 12), root)).toEqual(saved);
    const again = await runs.submit(plan);
    await ending(again);
    expect(written(clouds)).toEqual([25, 25, 25]);
    await worker?.stop();
  });

  it("have the records of all chunks of a worker written together, unless the chunk is another worker's", async () => {
    const run = await runs.submit(await planFor(openClouds(["memory-1", "memory-2", "memory-3"]), 1, "records"));
    const database = await openDatabase({ databaseUrl: server.url }, [RUN_TABLES]);
    await database.rows(
      "insert into crosstag_workers (id, version, host, lease_until) select name, 'none', 'test', now() from unnest($1::text[]) name",
      [["mine", "other"]],
    );
    const claim = "update crosstag_run_chunks set owner = $2, claim = 1 where run = $1 and chunk = any($3::int[])";
    await database.rows(claim, [run, "mine", [0, 1]]);
    await database.rows(claim, [run, "other", [2]]);
    let statements = 0;
    const counted: Pick<typeof database, "rows"> = {
      rows: (...statement) => {
        statements += 1;
        return database.rows(...statement);
      },
    };
    let goOn: (() => void) | undefined;
    const clock: Clock = { now: () => 0, sleep: () => new Promise((resolve) => (goOn = resolve)) };
    const writer = new RecordWriter(counted, "mine", clock);
    const write = (chunk: number, text: string, ...numbers: readonly number[]) =>
      writer.write(
        { run, chunk, claim: 1 },
        numbers.map((number) => ({ number, at: "2026-11-30T00:00:00.000Z", text })),
      );
    const owned = await Promise.all([write(0, "a", 0, 1), write(1, "b", 0), write(2, "c", 0)]);
    expect({ owned, statements }).toEqual({ owned: [true, true, false], statements: 1 });
    // Records that come shortly after a statement wait, and are written together.
    const early = write(0, "a", 0);
    await systemClock.sleep(1);
    const late = write(1, "b", 0);
    expect(statements).toBe(1);
    goOn?.();
    await Promise.all([early, late]);
    expect(statements).toBe(2);
    // Postgres refuses a text with the character NUL.
    const second = Promise.allSettled([write(0, "a", 1, 2), write(1, "\0", 1)]);
    await systemClock.sleep(1);
    goOn?.();
    expect(await second).toMatchObject([{ value: true }, { reason: { code: "internal" } }]);
    const records = await database.rows(
      "select chunk, number, record from crosstag_run_records where run = $1 and chunk >= 0 order by position",
      [run],
    );
    expect(records.map((row) => Object.values(row).join(" "))).toEqual(["0 0 a", "0 1 a", "1 0 b", "0 2 a"]);
    await database.rows("delete from crosstag_runs where id = $1", [run]);
    await database.rows("delete from crosstag_workers where version = 'none'");
    await database.close();
  });

  it("stop when they are canceled, and continue", async () => {
    const clouds = openClouds(["memory-1", "memory-2"], 20);
    const plan = await planFor(clouds, 60, "stopped");
    const run = await runs.submit(plan, { chunkSize: 20 });
    await start(clouds);
    while (written(clouds).some((calls) => calls < 5)) await systemClock.sleep(20);
    expect(await runs.cancel(run)).toBe(true);
    const stopped = await ending(run);
    expect(stopped.ended).toBe("interrupted");
    expect(await runs.cancel(run)).toBe(false);
    const atStop = written(clouds);
    expect(stopped.scopes.map(({ settled }) => settled)).toEqual(atStop);
    expect(Math.max(...atStop)).toBeLessThan(60);
    const saved = await runs.save(run, root);
    const state = await loadRunState(saved.journalPath);
    expect(state.ends?.counts).toMatchObject({ changed: atStop.reduce((sum, calls) => sum + calls, 0) });
    await worker?.stop();
    // An undo that waits for a worker will change something; one that ended without a change leaves the run as it was.
    const undo = await runs.submit(await undoPlan(clouds, run, state));
    await expect(runs.resume(run)).rejects.toMatchObject({
      code: "invalid-state",
      message: expect.stringContaining(`The run ${run} was undone by the run ${undo}.`) as string,
    });
    await runs.cancel(undo);
    await start(clouds);
    expect((await ending(undo)).ended).toBe("interrupted");
    expect(await runs.resume(run)).toBe(true);
    expect((await ending(run)).ended).toBe("complete");
    expect(written(clouds)).toEqual([60, 60]);
    expect(await runs.resume(run)).toBe(false);
    const { journalPath } = await runs.save(run, root);
    const { ends, outcomes } = await loadRunState(journalPath);
    expect([ends?.ended, outcomes.size]).toEqual(["complete", 120]);
    const local = open(clouds);
    await expect(resumeRun(local, run, { root })).rejects.toThrow(`The run ${run} is continued by workers`);
    await local.close();
    await worker?.stop();
  });

  it("leave no rows of workers and of the engine for good, unless something has not ended", async () => {
    const database = await openDatabase({ databaseUrl: server.url }, []);
    const engine = await DBOSClient.create({ systemDatabaseUrl: server.url, applicationName: "crosstag" });
    const column = async (statement: string, values: readonly string[] = []) =>
      (await database.rows<{ readonly id: string }>(statement, values)).map(({ id }) => id);
    const workflows = () => column("select workflow_uuid as id from dbos.workflow_status order by 1");
    const [running = "", waited = "", ...others] = await column("select id from crosstag_runs order by id");
    const before = await workflows();
    const of = (run: string) => before.filter((id) => id.startsWith(`${run}-`));
    expect([running, waited, ...others].map((run) => of(run).length > 1)).toEqual([true, true, true, true]);
    // A run that has not ended, and a chunk of a workflow that has.
    await database.rows("update crosstag_runs set state = 'running' where id = $1", [running]);
    await database.rows(
      "update dbos.workflow_status set status = 'PENDING' where workflow_uuid = (select max(workflow_uuid) from dbos.workflow_status where parent_workflow_id = $1)",
      [`${waited}-1`],
    );
    await database.rows(
      `insert into crosstag_workers (id, version, host, lease_until, ended) values
         ('live', 'v', 'h', clock_timestamp() + interval '30 seconds', 'f'),
         ('old', 'v', 'h', clock_timestamp() - interval '40 days', 't'),
         ('recent', 'v', 'h', clock_timestamp() - interval '20 days', 't')`,
    );
    try {
      // A worker does so on its own.
      await start(openClouds(["memory-1"]));
      while ((await column("select id from crosstag_workers where id = 'old'")).length > 0) await systemClock.sleep(20);
      await worker?.stop();
      expect(await column("select id from crosstag_workers where id = 'recent'")).toEqual(["recent"]);
      expect(await workflows()).toEqual(before);
      expect(await forgetWork(database, engine, -60_000)).toBe(3);
      expect(await workflows()).toEqual([...of(running), ...of(waited)].toSorted());
      expect(await column("select id from crosstag_workers")).toEqual(["live"]);
      expect(await column("select distinct workflow_uuid as id from dbos.operation_outputs order by 1")).toEqual(
        expect.not.arrayContaining(others.flatMap(of)),
      );
      // What people ask for stays.
      expect((await runs.list()).length).toBe(2 + others.length);
      expect(await runs.status(others[0] ?? "")).toMatchObject({ state: "ended", ended: "complete" });
    } finally {
      await database.rows("delete from crosstag_workers");
      await database.rows("update crosstag_runs set state = 'ended'");
      await database.rows("update dbos.workflow_status set status = 'ERROR' where status = 'PENDING'");
      await engine.destroy();
      await database.close();
    }
  });

  it("of another version wait for its workers, and are reported, while others are applied", async () => {
    const clouds = openClouds(["memory-1"], 50);
    const [older, newer] = [await planFor(clouds, 30, "older"), await planFor(clouds, 3, "newer")];
    const old = await runs.submit(older, { version: "crosstag-runs-0", limit: 25 });
    const leaving = await start(clouds, { version: "crosstag-runs-0" });
    while ((written(clouds)[0] ?? 0) < 5) await systemClock.sleep(20);
    await leaving.stop();
    const atStop = written(clouds)[0] ?? 0;
    expect(atStop).toBeLessThan(25);
    // Between two deployments: the newer workers do their own work, and leave the other as it is.
    await start(clouds);
    expect((await ending(await runs.submit(newer))).ended).toBe("complete");
    expect(await runs.status(old)).toMatchObject({
      state: "running",
      version: "crosstag-runs-0",
      workers: 0,
      otherVersions: ["crosstag-runs-2"],
    });
    expect(written(clouds)).toEqual([atStop + 3]);
    await worker?.stop();
    await start(clouds, { version: "crosstag-runs-0" });
    expect((await ending(old)).ended).toBe("limit");
    expect(written(clouds)).toEqual([28]);
    expect(await runs.resume(old)).toBe(true);
    expect((await ending(old)).ended).toBe("complete");
    expect(written(clouds)).toEqual([33]);
    const { ends } = await loadRunState((await runs.save(old, root)).journalPath);
    expect(ends).toMatchObject({ ended: "complete", counts: { changed: 30, skipped: 0 } });
    await worker?.stop();
  });

  it("are resumed to read back what could not be read back, and write nothing then", async () => {
    const clouds = openClouds(["memory-1", "memory-2"]);
    const [first] = clouds;
    const denied: Denial = { of: first, read: new Set() };
    const plan = await planFor(clouds, 15, "unread");
    const run = await runs.submit(plan, { chunkSize: 10 });
    const unverified = await runs.submit(await planFor(clouds.slice(0, 1), 5, "unverified"), { verify: false });
    await start(clouds, { openClouds: async (quotaBudget) => openUnreadable(clouds, denied, quotaBudget) });
    expect(await ending(run)).toMatchObject({ ended: "complete" });
    const doubts = async () => {
      const { notShown, notRead, ends } = await loadRunState((await runs.save(run, root)).journalPath);
      return [notShown.size, notRead.size, ends?.ended, ends?.counts.changed];
    };
    expect(await doubts()).toEqual([0, 15, "complete", 30]);
    // It is still denied.
    expect(await runs.resume(run)).toBe(true);
    expect(await ending(run)).toMatchObject({ ended: "complete" });
    expect(await doubts()).toEqual([0, 15, "complete", 30]);
    denied.of = undefined;
    expect(await runs.resume(run)).toBe(true);
    expect(await ending(run)).toMatchObject({ ended: "complete" });
    expect(await doubts()).toEqual([0, 0, "complete", 30]);
    expect(await runs.resume(run)).toBe(false);
    await ending(unverified);
    expect(await runs.resume(unverified)).toBe(false);
    expect(written(clouds)).toEqual([20, 15]);
    await worker?.stop();
  });

  it("make no calls while the database is away for longer than the lease, and continue after", async ({ skip }) => {
    const { stop, start: startAgain } = server;
    if (stop === undefined || startAgain === undefined) return skip("PG_URL names a server that is not the test's own");
    const clouds = openClouds(["memory-1", "memory-2"], 10);
    const plan = await planFor(clouds, 50, "away");
    const run = await runs.submit(plan);
    const problems: string[] = [];
    await start(clouds, { onProblem: ({ code, message }) => problems.push(`${code}: ${message}`) });
    while (written(clouds).some((calls) => calls < 10)) await systemClock.sleep(20);
    await stop();
    // Two thirds of the lease, a second for calls that wait for their answers, and some for a busy machine.
    await systemClock.sleep(9_000);
    const away = written(clouds);
    await systemClock.sleep(4_000);
    expect(written(clouds)).toEqual(away);
    await startAgain();
    expect((await ending(run)).ended).toBe("complete");
    expect(written(clouds)).toEqual([50, 50]);
    const { outcomes, intents } = await loadRunState((await runs.save(run, root)).journalPath);
    expect([outcomes.size, intents.size]).toEqual([100, 100]);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.filter((problem) => !problem.startsWith("unavailable: The database cannot be used"))).toEqual([]);
  });
});
