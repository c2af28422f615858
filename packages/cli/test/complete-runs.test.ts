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

test("a run of which a change could not be read back has that to resume, unless it is not to verify", async () => {
  const workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-unread-"));
  onTestFinished(() => rm(workingDirectory, { recursive: true }));
  const scope = "aws/111122223333/eu-central-1";
  const reference = "arn:aws:kms:eu-central-1:111122223333:key/1";
  const plan = createPlan([], { origin: { type: "tag-sets", by: "test" }, summary: EMPTY_SUMMARY });
  const { id, journalPath } = await createRun(join(workingDirectory, "runs"), plan);
  const journal = await openRunJournal(journalPath);
  await journal.append({ type: "run", schema: RUN_SCHEMA, run: id, plan: plan.header.digest, changes: 1 });
  await journal.append({ type: "outcome", scope, reference, status: "changed" });
  await journal.append({ type: "not-read", scope, reference, tagKeys: ["team"], code: "canceled" });
  await journal.append({ type: "end", ended: "complete", counts: { ...COUNTS, changed: 1 } });
  await journal.close();
  const run = (...commandLine: readonly string[]) =>
    runMain([...commandLine, "--journal", "runs"], { workingDirectory });
  expect(await run("resume", "latest", "--dry-run")).toMatchObject({
    exitCode: 0,
    stderr: `1 of 1 resources are done already.
1 change could not be read back, or did not show: it is read again.
Dry run: 1 would only be read. Nothing was sent.
`,
  });
  expect(await run("resume", "latest", "--no-verify")).toMatchObject({
    exitCode: 0,
    stderr: `Nothing to resume: the run ${id} is complete.
1 change could not be read back, or did not show. To read it again, omit --no-verify.
`,
  });
  expect((await run("runs", "show", id)).stdout).toContain(
    `To read the tags again: crosstag resume ${id} --journal runs\n`,
  );
});
