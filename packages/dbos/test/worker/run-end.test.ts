import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrosstag, systemClock, type QuotaBudget } from "@crosstag/core";
import { createMemoryCloud, decorateDriver, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRuns, startWorker, type SharedRuns, type Worker } from "../../src/index.ts";
import { RUN_TABLES, RUN_VERSION } from "../../src/runs/run-tables.ts";
import { planOf } from "../plan-of.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

/** What ends, ends within so many milliseconds. */
const END_MS = 8_000;
const DAMAGED = '{"type":"outcome"}';

describe.skipIf(postgresMissing !== "")(`the end of a run ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);
  const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
  const problems: string[] = [];
  const held = { count: 0, until: Promise.resolve() };
  const driver = decorateDriver(cloud.driver, {
    writeTags: async (call, context) => {
      held.count += 1;
      await held.until;
      return (await cloud.driver.writeTags?.(call, context)) ?? {};
    },
  });
  let runs: SharedRuns;
  let worker: Worker | undefined;
  const open = (quotaBudget?: QuotaBudget) =>
    createCrosstag([driver], quotaBudget === undefined ? {} : { quotaBudget });
  beforeAll(async () => {
    runs = await openRuns({ databaseUrl: used.server.url });
    worker = await startWorker({
      databaseUrl: used.server.url,
      openClouds: (quotaBudget) => Promise.resolve(open(quotaBudget)),
      leaseMs: 10_000,
      onProblem: ({ message }) => problems.push(message),
    });
  });
  afterAll(async () => {
    await worker?.stop();
    await runs.close();
  });

  const submit = async (version?: string) => {
    const references = [cloud.scene.create("key"), cloud.scene.create("key")];
    const crosstag = open();
    const draft = crosstag.planTags({
      desired: { version: 1, statements: [{ select: { references }, set: { a: "b" } }] },
    });
    const run = await runs.submit(await planOf(draft), { version });
    await crosstag.close();
    return run;
  };
  const ending = async (run: string) => {
    const until = performance.now() + END_MS;
    for (;;) {
      const status = await runs.status(run);
      if (status.state === "ended" || performance.now() > until) return status;
      await systemClock.sleep(100);
    }
  };

  it("is written again if the connection to the database is lost meanwhile", async () => {
    // As when the server is restarted: it ends the connection of the first statement that ends a run.
    await used.database.rows("create sequence losses");
    await used.database.rows(
      `create function lose() returns trigger language plpgsql as $$ begin
         if nextval('losses') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
         return new;
       end $$`,
    );
    await used.database.rows(
      "create trigger lose before update on crosstag_runs for each row when (new.state = 'ended') execute function lose()",
    );
    expect(await ending(await submit())).toMatchObject({ state: "ended", ended: "complete" });
    expect(problems.splice(0)).toEqual(["The database cannot be used (57P01)."]);
  });

  it("waits for a chunk that is under way if the engine could not ask for its result", async () => {
    const released = new AbortController();
    held.until = new Promise((resolve) => released.signal.addEventListener("abort", () => resolve()));
    held.count = 0;
    const run = await submit();
    while (held.count === 0) await systemClock.sleep(20);
    await used.database.transact(async (client) => {
      await client.query("lock table dbos.workflow_output in access exclusive mode");
      for (;;) {
        await client.query("select 1");
        const canceled = await used.database.rows(
          `select pg_cancel_backend(pid) from pg_stat_activity
           where wait_event_type = 'Lock' and query like '%workflow_output wo%' and pid <> pg_backend_pid()`,
        );
        if (canceled.length > 0) break;
        await systemClock.sleep(20);
      }
    });
    // Time enough for an end that does not wait.
    await systemClock.sleep(2_000);
    released.abort();
    expect(await ending(run)).toMatchObject({ state: "ended", ended: "complete" });
  });

  it("comes although a record of a chunk is damaged, and says of which", async () => {
    // No worker begins it before its record is damaged.
    const run = await submit("later");
    await used.database.rows(
      "insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, 0, 0, 0, $2, $3)",
      [run, new Date(0).toISOString(), DAMAGED],
    );
    await used.database.rows("update crosstag_runs set version = $2 where id = $1", [run, RUN_VERSION]);
    expect(await ending(run)).toMatchObject({ state: "ended", ended: "interrupted" });
    const message = `A record of the run ${run} in the database cannot be read: \`scope\` of the record must be a string.`;
    expect(problems.splice(0)).toEqual([message]);
    const root = await mkdtemp(join(tmpdir(), "crosstag-damaged-"));
    await expect(runs.save(run, root)).rejects.toMatchObject({ message });
    await rm(root, { recursive: true });
    // Any worker may take the chunk when the run is resumed.
    const owners = await used.database.rows("select owner from crosstag_run_chunks where run = $1", [run]);
    expect(owners).toEqual([{ owner: null }]);
  });
});
