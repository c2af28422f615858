import type { ListedRun } from "@crosstag/core/node";
import { expect, test } from "vitest";
import { writeRuns } from "../src/commands/runs/write-runs.ts";
import { capture } from "./capture.ts";

const start = (id: string) => ({
  id,
  folder: `/runs/${id}`,
  startedAt: "2026-11-22T10:00:00.123Z",
  plan: "sha256:0",
  changes: 10_000,
});

const RUNS: readonly ListedRun[] = [
  { ...start("r5"), active: true, by: "ci" },
  {
    ...start("r4"),
    active: false,
    ended: "complete",
    counts: { changed: 9_990, unchanged: 4, skipped: 1, failed: 5, unknown: 0 },
  },
  {
    ...start("r3"),
    active: false,
    ended: "too-many-failures",
    counts: { changed: 0, unchanged: 0, skipped: 9_000, failed: 999, unknown: 1 },
  },
  { ...start("r2"), active: false },
  { id: "r1\u001B[2\n", folder: "/runs/r1", active: false, problem: "Its first record is damaged." },
];

async function shown(runs: readonly ListedRun[], ...world: Parameters<typeof capture>) {
  const { stdout, stderr, ...streams } = capture(...world);
  await writeRuns(runs, "/runs", streams);
  return { stdout: stdout(), stderr: stderr() };
}

test("runs are a table, in the order given", async () => {
  expect(await shown(RUNS)).toEqual({
    stdout: String.raw`RUN               STARTED               STATE                        RESOURCES  CHANGED  UNCHANGED  SKIPPED  FAILED  UNKNOWN
r5                2026-11-22T10:00:00Z  running                      10,000     -        -          -        -       -
r4                2026-11-22T10:00:00Z  complete                     10,000     9,990    4          1        5       0
r3                2026-11-22T10:00:00Z  stopped (too-many-failures)  10,000     0        0          9,000    999     1
r2                2026-11-22T10:00:00Z  cut off                      10,000     -        -          -        -       -
r1\u001b[2\u000a  -                     unreadable                   -          -        -          -        -       -
`,
    stderr: "warning: Run r1\\u001b[2\\u000a: Its first record is damaged.\n",
  });
});

test("as data: one document, or a run a line, as the service describes them", async () => {
  const states = ["running", "ended", "ended", "interrupted", "interrupted"];
  const runs = RUNS.map(({ id: run, active: _active, by: startedBy, ...listed }, index) => {
    return { run, state: states[index], ...listed, ...(startedBy !== undefined && { startedBy }) };
  });
  expect(JSON.parse((await shown(RUNS, { output: "json" })).stdout)).toEqual({ formatVersion: 1, runs });
  const lines = (await shown(RUNS, { output: "jsonl" })).stdout.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(runs);
});

test("if there are none, people get a message, and programs an empty list", async () => {
  expect(await shown([])).toEqual({ stdout: "", stderr: "There are no runs in /runs.\n" });
  expect(JSON.parse((await shown([], { output: "json" })).stdout)).toEqual({ formatVersion: 1, runs: [] });
  expect((await shown([], { output: "jsonl" })).stdout).toBe("");
});
