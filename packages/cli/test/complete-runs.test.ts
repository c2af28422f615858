import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RUN_SCHEMA, type RunEndRecord } from "@crosstag/core";
import { createPlan, createRun, openRunJournal } from "@crosstag/core/node";
import { expect, onTestFinished, test } from "vitest";
import { EMPTY_SUMMARY } from "./plan-of.ts";
import { runMain } from "./run-main.ts";

const COUNTS: RunEndRecord["counts"] = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };

test("a run that is complete is listed, and there is nothing to resume", async () => {
  const workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-complete-"));
  onTestFinished(() => rm(workingDirectory, { recursive: true }));
  const plan = createPlan([], { origin: { type: "tag-sets", by: "test" }, summary: EMPTY_SUMMARY });
  const { id, journalPath } = await createRun(join(workingDirectory, "runs"), plan);
  const journal = await openRunJournal(journalPath);
  await journal.append({ type: "run", schema: RUN_SCHEMA, run: id, plan: plan.header.digest, changes: 0 });
  await journal.append({ type: "end", ended: "complete", counts: COUNTS });
  await journal.close();
  const run = (...commandLine: readonly string[]) =>
    runMain([...commandLine, "--journal", "runs"], { workingDirectory });

  expect(await run("runs", "list")).toEqual(await run("runs"));
  expect((await run("runs", "list")).stdout).toContain(id);
  expect(await run("runs", "list", id)).toMatchObject({
    exitCode: 64,
    stderr: expect.stringContaining(`To see one of them: crosstag runs show ${id}`),
  });
  expect(await run("resume", "latest")).toMatchObject({
    exitCode: 0,
    stderr: `Nothing to resume: the run ${id} is complete.\n`,
  });
});
