import { createCrosstag, type IntentRecord, type OutcomeRecord, type RunEndRecord } from "@crosstag/core";
import { createMemoryCloud, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRuns, type SharedRuns } from "../../src/index.ts";
import { findSharedUndo } from "../../src/runs/find-shared-undo.ts";
import { RUN_TABLES, WHOLE_RUN } from "../../src/runs/run-tables.ts";
import { planOf } from "../plan-of.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

const NONE = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };

describe.skipIf(postgresMissing !== "")(`the undo of a shared run ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);
  const cloud = createMemoryCloud(ONE_BY_ONE_SHAPE);
  const crosstag = createCrosstag([cloud.driver]);
  const place = { scope: "memory/1000/memory-1", reference: cloud.scene.create("key") };
  let runs: SharedRuns;
  beforeAll(async () => {
    runs = await openRuns({ databaseUrl: used.server.url });
  });
  afterAll(async () => {
    await runs.close();
    await crosstag.close();
  });

  /** A tag is renamed, and the undo sets and removes one. */
  const intent: IntentRecord = {
    ...place,
    type: "intent",
    before: { env: null, stage: "prod" },
    set: { env: "prod" },
    remove: ["stage"],
  };
  const failed: OutcomeRecord = { ...place, type: "outcome", status: "failed", code: "throttled" };
  const submit = async () => {
    const select = { references: [cloud.scene.create("key", { tags: { env: "prod" } })] };
    const desired = { version: 1, statements: [{ select, rename: { env: "stage" } }] } as const;
    return runs.submit(await planOf(crosstag.planTags({ desired })));
  };
  /** Submits the undo of a run. */
  const submitUndo = async (run: string) => {
    const reference = cloud.scene.create("key", { tags: { stage: "prod" } });
    const changes = [{ reference, before: { env: "prod", stage: null }, set: { stage: "prod" }, remove: ["env"] }];
    return runs.submit(await planOf(crosstag.planUndo({ run, changes })));
  };
  /** Ends a run as a worker does that has written these records of its only chunk, one claim for each list. */
  const end = async (
    run: string,
    counts: RunEndRecord["counts"],
    claims: readonly (readonly (IntentRecord | OutcomeRecord)[])[],
    ended: RunEndRecord["ended"] = "complete",
  ) => {
    const add = (chunk: number, claim: number, number: number, record: object) =>
      used.database.rows(
        "insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, $2, $3, $4, $5, $6)",
        [run, chunk, claim, number, new Date().toISOString(), JSON.stringify(record)],
      );
    for (const [claim, records] of claims.entries())
      for (const [number, record] of records.entries()) await add(0, claim + 1, number, record);
    const result = { ended, counts };
    await add(WHOLE_RUN, 1, 1, { type: "end", ...result });
    await used.database.rows(
      "update crosstag_run_chunks set done = true, result = $2 where run = $1 and changes > 0 returning run",
      [run, JSON.stringify(result)],
    );
    await used.database.rows("update crosstag_runs set state = 'ended', ended = $2 where id = $1", [run, ended]);
  };
  const undoOf = (run: string) => findSharedUndo(used.database, run);

  it("is one that failed halfway", async () => {
    const run = await submit();
    await end(run, { ...NONE, changed: 1 }, []);
    expect(await undoOf(run)).toBeUndefined();
    const undo = await submitUndo(run);
    expect(await undoOf(run)).toBe(undo);
    await end(undo, { ...NONE, failed: 1 }, [[intent, { ...failed, appliedKeys: ["env"] }]]);
    expect(await undoOf(run)).toBe(undo);
    await used.database.rows("update crosstag_run_chunks set result = null where run = $1", [run]);
    await expect(runs.resume(run)).rejects.toMatchObject({ code: "invalid-state" });
  });

  it("is one that an earlier worker began, of which the next one was refused", async () => {
    const run = await submit();
    await end(run, { ...NONE, changed: 1 }, []);
    const undo = await submitUndo(run);
    await end(undo, { ...NONE, skipped: 1 }, [[intent], []], "not-configured");
    expect(await undoOf(run)).toBe(undo);
  });

  it("is none that was refused each time", async () => {
    const run = await submit();
    await end(run, { ...NONE, changed: 1 }, []);
    const refused = { ...failed, appliedKeys: [] };
    await end(await submitUndo(run), { ...NONE, failed: 1 }, [
      [intent, refused],
      [intent, refused],
    ]);
    expect(await undoOf(run)).toBeUndefined();
  });

  it("is none that was undone itself, in whole", async () => {
    const run = await submit();
    await end(run, { ...NONE, changed: 1 }, []);
    const undo = await submitUndo(run);
    await end(undo, { ...NONE, changed: 1 }, []);
    await end(await submitUndo(undo), { ...NONE, failed: 1 }, [[intent, { ...failed, appliedKeys: ["env"] }]]);
    expect(await undoOf(run)).toBe(undo);
    await end(await submitUndo(undo), { ...NONE, changed: 1 }, []);
    expect(await undoOf(run)).toBeUndefined();
  });
});
