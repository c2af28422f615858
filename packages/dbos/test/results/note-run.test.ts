import { createCrosstag, type PlanEntry } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { describe, expect, it } from "vitest";
import { beginCheck } from "../../src/results/begin-check.ts";
import { noteRun } from "../../src/results/note-run.ts";
import { readChecks } from "../../src/results/read-checks.ts";
import { RESULT_TABLES } from "../../src/results/result-tables.ts";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { submitRun } from "../../src/runs/submit-run.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

const REASON = "The fixes were not submitted.";

describe.skipIf(postgresMissing !== "")(`the fixes of a check ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES, RESULT_TABLES]);

  it("are submitted as a run and recorded, both or neither", async () => {
    const { database } = used;
    const { scene, driver } = createMemoryCloud(ONE_BY_ONE_SHAPE);
    const crosstag = createCrosstag([driver]);
    const select = { references: [scene.create("key")] };
    const draft = crosstag.planTags({ desired: { version: 1, statements: [{ select, set: { owner: "a" } }] } });
    const entries: PlanEntry[] = [];
    for await (const entry of draft.entries) entries.push(entry);
    const plan = createPlan(entries, draft.complete());
    await crosstag.close();
    const tick = new Date();
    const begun = await beginCheck(
      database,
      { schedule: "fixes", tick, action: "enforce", worker: "w" },
      { now: tick },
    );
    const check = "id" in begun ? begun.id : "";
    await database.rows("update crosstag_checks set reason = $2, state = 'complete' where id = $1", [check, REASON]);
    const submit = (id: string, worker: string) =>
      submitRun(database, { id, plan, version: "v" }, (transaction) => noteRun(transaction, { id: check, worker }, id));
    const runs = () => database.rows("select id from crosstag_runs");

    await expect(submit("first", "another")).rejects.toMatchObject({ code: "invalid-state" });
    expect(await runs()).toEqual([]);
    expect(await readChecks(database, "fixes")).toMatchObject([{ id: check, reason: REASON }]);
    await submit("second", "w");
    expect(await runs()).toEqual([{ id: "second" }]);
    const [noted] = await readChecks(database, "fixes");
    expect([noted?.run, noted?.reason]).toEqual(["second", undefined]);
  });
});
