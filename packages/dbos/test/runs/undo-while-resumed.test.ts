import { createCrosstag } from "@crosstag/core";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { openRuns } from "../../src/index.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { planOf } from "../plan-of.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

describe.skipIf(postgresMissing !== "")(`the undo of a shared run ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  /** A run of two changes. Workers have made the first, and the run has ended at its limit. */
  async function stopped() {
    const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
    const crosstag = createCrosstag([cloud.driver]);
    const runs = await openRuns({ databaseUrl: used.server.url });
    const all = [cloud.scene.create("key"), cloud.scene.create("key")];
    const select = { references: all };
    const draft = crosstag.planTags({ desired: { version: 1, statements: [{ select, set: { stage: "live" } }] } });
    const run = await runs.submit(await planOf(draft), { limit: 1, chunkSize: 1, allowConcurrent: true });
    const work = async (number: number, reference = "", ended = "complete") => {
      cloud.scene.setTags(reference, { stage: "live" });
      const scope = cloud.driver.scope.region;
      const before = { stage: null };
      const record = { type: "intent", scope, reference, before, set: { stage: "live" }, remove: [] };
      await used.database.rows(
        "insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, 0, 1, $2, $3, $4)",
        [run, number, new Date(0).toISOString(), JSON.stringify(record)],
      );
      const result = { ended: "complete", counts: { changed: 1, unchanged: 0, skipped: 0, failed: 0, unknown: 0 } };
      await used.database.rows(
        "update crosstag_run_chunks set done = true, result = $2 where run = $1 and result is null",
        [run, JSON.stringify(result)],
      );
      await used.database.rows("update crosstag_runs set state = 'ended', ended = $2 where id = $1", [run, ended]);
    };
    await work(1, all[0], "limit");
    // The way back is planned and shown.
    const changes = [{ reference: all[0] ?? "", before: { stage: null }, set: { stage: "live" }, remove: [] }];
    const undo = await planOf(crosstag.planUndo({ run, changes, begun: 1 }));
    const close = async () => {
      await runs.close();
      await crosstag.close();
    };
    return { runs, run, undo, finish: () => work(2, all[1]), close };
  }

  it("is not submitted if another machine has resumed the run since its plan was made", async () => {
    const { runs, run, undo, close } = await stopped();
    expect(await runs.resume(run)).toBe(true);
    await expect(runs.submit(undo)).rejects.toMatchObject({ code: "invalid-state" });
    await close();
  });

  it("nor if the resumed run has ended again", async () => {
    const { runs, run, undo, finish, close } = await stopped();
    expect(await runs.resume(run)).toBe(true);
    await finish();
    await expect(runs.submit(undo)).rejects.toMatchObject({
      code: "invalid-state",
      message: expect.stringContaining("has begun 1 more change"),
      hint: `To plan the undo again: crosstag undo ${run} --on URL`,
    });
    await close();
  });

  it("is not resumed either: it has changed nothing, and its run was resumed since", async () => {
    const { runs, run, undo, finish, close } = await stopped();
    const id = await runs.submit(undo);
    const result = { ended: "complete", counts: { changed: 0, unchanged: 0, skipped: 0, failed: 1, unknown: 0 } };
    await used.database.rows("update crosstag_run_chunks set done = true, result = $2 where run = $1", [
      id,
      JSON.stringify(result),
    ]);
    await used.database.rows("update crosstag_runs set state = 'ended', ended = 'complete' where id = $1", [id]);
    expect(await runs.resume(run)).toBe(true);
    await expect(runs.resume(id)).rejects.toMatchObject({ code: "invalid-state" });
    await finish();
    await expect(runs.resume(id)).rejects.toMatchObject({
      code: "invalid-state",
      message: expect.stringContaining("was resumed after its undo was planned"),
    });
    await close();
  });
});
