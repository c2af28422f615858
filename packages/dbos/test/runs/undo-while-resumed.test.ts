import { createCrosstag, type Plan, type PlanDraft, type PlanEntry } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { openRuns } from "../../src/index.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

async function planOf(draft: PlanDraft): Promise<Plan> {
  const entries: PlanEntry[] = [];
  for await (const entry of draft.entries) entries.push(entry);
  return createPlan(entries, draft.complete());
}

describe.skipIf(postgresMissing !== "")(`the undo of a shared run ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  it("is not submitted if another machine has resumed the run since its plan was made", async () => {
    const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
    const crosstag = createCrosstag([cloud.driver]);
    const runs = await openRuns({ databaseUrl: used.server.url });
    const all = [cloud.scene.create("key"), cloud.scene.create("key")];
    const select = { references: all };
    const draft = crosstag.planTags({ desired: { version: 1, statements: [{ select, set: { stage: "live" } }] } });
    const run = await runs.submit(await planOf(draft), { limit: 1, chunkSize: 1 });
    // Workers have made the first change, and the run has ended at its limit.
    cloud.scene.setTags(all[0] ?? "", { stage: "live" });
    const result = { ended: "complete", counts: { changed: 1, unchanged: 0, skipped: 0, failed: 0, unknown: 0 } };
    await used.database.rows(
      "update crosstag_run_chunks set done = true, result = $2 where run = $1 and result is null",
      [run, JSON.stringify(result)],
    );
    await used.database.rows("update crosstag_runs set state = 'ended', ended = 'limit' where id = $1", [run]);
    // The way back is planned and shown. Before it is confirmed, another machine resumes the run.
    const changes = [{ reference: all[0] ?? "", before: { stage: null }, set: { stage: "live" }, remove: [] }];
    const undo = await planOf(crosstag.planUndo({ run, changes }));
    expect(await runs.resume(run)).toBe(true);
    await expect(runs.submit(undo)).rejects.toMatchObject({ code: "invalid-state" });
    await runs.close();
    await crosstag.close();
  });
});
