import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrosstag, systemClock } from "@crosstag/core";
import { loadRunState } from "@crosstag/core/node";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { openRuns } from "../../src/index.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { endRun } from "../../src/worker/end-run.ts";
import { planOf } from "../plan-of.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

describe.skipIf(postgresMissing !== "")(`a run that is saved ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  it("is saved as it has ended, though it is resumed meanwhile, and can be saved again", async () => {
    const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
    const crosstag = createCrosstag([cloud.driver]);
    const reference = cloud.scene.create("key");
    const desired = { version: 1, statements: [{ select: { references: [reference] }, set: { a: "b" } }] } as const;
    const runs = await openRuns({ databaseUrl: used.server.url });
    const run = await runs.submit(await planOf(crosstag.planTags({ desired })));
    const root = await mkdtemp(join(tmpdir(), "crosstag-saved-"));
    await endRun(used.database, run, 1, () => new Date());
    // Statements that write records can end in another order than they have begun in.
    const add = (position: number, type: string, more: object) =>
      [
        `insert into crosstag_run_records (position, run, chunk, claim, number, at, record) overriding system value
       values ($1::int, $2, 0, $5::int, 0, $3, $4)`,
        [
          position,
          run,
          new Date(0).toISOString(),
          JSON.stringify({ type, scope: "memory", reference, ...more }),
          position,
        ],
      ] as const;
    const [intent, outcome] = [
      add(1_000, "intent", { before: { a: null }, set: { a: "b" }, remove: [] }),
      add(1_001, "outcome", { status: "changed" }),
    ];
    const saved = await used.database.transact(async (client) => {
      await client.query("lock table crosstag_run_records in access exclusive mode");
      const saving = runs.save(run, root);
      for (;;) {
        await client.query("select 1");
        const waiting = await used.database.rows("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
        if (waiting.length > 0) break;
        await systemClock.sleep(20);
      }
      await client.query("update crosstag_runs set state = 'running', ended = null, attempt = 2 where id = $1", [run]);
      await client.query(
        "insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, -1, 2, 0, '', $2)",
        [run, JSON.stringify({ type: "resume" })],
      );
      await client.query(outcome[0], [...outcome[1]]);
      return { saving };
    });
    const { journalPath } = await saved.saving;
    expect((await loadRunState(journalPath)).ends?.ended).toBe("interrupted");
    await used.database.rows(...intent);
    await used.database.rows("select setval(pg_get_serial_sequence('crosstag_run_records', 'position'), 2000)");
    await endRun(used.database, run, 2, () => new Date());
    await runs.save(run, root);
    expect((await loadRunState(journalPath)).outcomes.size).toBe(1);
    await rm(root, { recursive: true });
    await runs.close();
    await crosstag.close();
  });
});
