import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RUN_SCHEMA, type RunEndRecord } from "@crosstag/core";
import { createPlan, createRun, openRunJournal, writePlanFile, type CreatedRun } from "@crosstag/core/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EMPTY_SUMMARY } from "./plan-of.ts";
import { runMain } from "./run-main.ts";

const HASH = `sha256:${"0".repeat(64)}`;
const COUNTS: RunEndRecord["counts"] = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };

let workingDirectory: string;
let created: CreatedRun;
let head: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-hashes-"));
  const plan = createPlan([], { origin: { type: "tag-sets", by: "test" }, summary: EMPTY_SUMMARY });
  await writePlanFile(join(workingDirectory, "plan.json"), plan.entries() as AsyncIterable<never>, () => plan.header);
  created = await createRun(join(workingDirectory, "runs"), plan);
  const journal = await openRunJournal(created.journalPath);
  await journal.append({ type: "run", schema: RUN_SCHEMA, run: created.id, plan: plan.header.digest, changes: 0 });
  await journal.append({ type: "end", ended: "complete", counts: COUNTS });
  await journal.close();
  head = journal.head ?? "";
});
afterEach(() => rm(workingDirectory, { recursive: true }));

const run = (...commandLine: readonly string[]) => runMain(commandLine, { workingDirectory });
const verify = (...options: readonly string[]) => run("runs", "verify", "latest", "--journal", "runs", ...options);

test("runs verify and runs show print the hash of the journal, and verify takes it back", async () => {
  const verified = await verify();
  expect(verified.exitCode).toBe(0);
  expect(verified.stderr).toContain("2 records in an unbroken chain");
  expect(verified.stderr).toContain(
    `Hash of the journal: ${head}. Anyone who can write the file can also rebuild the chain`,
  );
  expect((await run("runs", "show", "latest", "--journal", "runs")).stdout).toContain(`\nJournal: ${head}\n`);
  const shown = await run("runs", "show", "latest", "--journal", "runs", "--output", "json");
  expect(JSON.parse(shown.stdout)).toMatchObject({ journalHash: head });
  for (const text of [head, head.slice("sha256:".length).toUpperCase()]) {
    const expected = await verify("--expect", text);
    expect(expected.exitCode).toBe(0);
    expect(expected.stderr).toContain(`${head}, as expected.`);
  }
  const machine = await verify("--expect", head, "--output", "json");
  expect(JSON.parse(machine.stdout)).toMatchObject({ head, records: 2 });
});

test("runs verify fails on a journal whose end was removed, though its chain holds", async () => {
  const [first] = (await readFile(created.journalPath, "utf8")).split("\n");
  await writeFile(created.journalPath, `${first}\n`);
  expect((await verify()).exitCode).toBe(0);
  const refused = await verify("--expect", head);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(`not with the expected ${head}: records were changed, removed or added.`);
});

test("apply takes the digest that was reviewed, and refuses another plan", async () => {
  const { digest } = created.plan.header;
  const same = await run("apply", "plan.json", "--digest", digest, "--journal", "runs");
  expect(same).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("changes nothing") as string });
  const other = await run("apply", "plan.json", "--digest", HASH, "--journal", "runs");
  expect(other.exitCode).toBe(1);
  expect(other.stderr).toContain(`has the digest ${digest}, not the expected ${HASH}. Nothing was sent.`);
});

test.each([
  [["apply", "plan.json", "--digest", "abc"], '--digest "abc" is not a hash.'],
  [["runs", "verify", "latest", "--expect", "sha256:12"], '--expect "sha256:12" is not a hash.'],
  [["runs", "show", "latest", "--expect", HASH], "--expect is for `crosstag runs verify`."],
])("%j is a usage error", async (commandLine, message) => {
  const { exitCode, stderr } = await run(...commandLine);
  expect(exitCode).toBe(64);
  expect(stderr).toContain(message);
});
