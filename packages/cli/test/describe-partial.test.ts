import type { Outcome, RunResult } from "@crosstag/core";
import { CrosstagError } from "@crosstag/core";
import type { RunState } from "@crosstag/core/node";
import { expect, test } from "vitest";
import { describePartial } from "../src/output/describe-partial.ts";
import { writeJUnit } from "../src/output/write-junit.ts";
import { writeOutcomes } from "../src/output/write-outcomes.ts";
import { writeRun } from "../src/output/write-run.ts";
import { writeRunState } from "../src/output/write-run-state.ts";
import type { Invocation } from "../src/invocation.ts";
import { capture } from "./capture.ts";

const RENAMED = { done: { set: ["stage"], remove: [] }, left: { set: [], remove: ["env"] } };
const SENTENCE = "Changed in part: stage was set, env is still there.";
const REFERENCE = "arn:aws:kms:eu-central-1:111122223333:key/1";
const DENIAL = {
  code: "access-denied",
  message: "The credentials lack the permission kms:UntagResource.",
  providerCode: "AccessDeniedException",
} as const;
const COUNTS = { changed: 0, unchanged: 0, skipped: 0, failed: 2, unknown: 0 };

test("the sentence names what was done and what is left", () => {
  expect(describePartial(RENAMED, "failed")).toBe(SENTENCE);
  expect(
    describePartial({ done: { set: [], remove: ["a"] }, left: { set: ["x", "y"], remove: ["b", "c"] } }, "failed"),
  ).toBe("Changed in part: a was removed, x, y were not set, b, c are still there.");
  expect(describePartial(RENAMED, "unknown")).toBe(
    "Changed in part: stage was set, whether env was removed is not known.",
  );
});

test("a run reports it with the cause, and counts it", async () => {
  const result: RunResult = {
    ended: "complete",
    counts: COUNTS,
    changedInPart: 2,
    skipped: {},
    notShown: undefined,
    failures: [
      { status: "failed", ...DENIAL, resources: 2, partial: [{ ...RENAMED, resources: 2 }], examples: [REFERENCE] },
    ],
    calls: {},
    throttled: 0,
    seconds: 1,
  };
  const { output, messages, stdout } = capture({ color: false });
  await writeRun(result, {}, { output, messages });
  const text = stdout();
  expect(text).toContain("  The credentials lack the permission kms:UntagResource.\n");
  expect(text).toContain(`  2 resources: ${SENTENCE}\n`);
  expect(text).toContain("2 failed, 0 unknown. 2 of these were changed in part.\n");
});

test("runs show reports it from the journal", async () => {
  const outcomes = new Map(
    ["1", "2"].map((id) => [id, { type: "outcome", reference: id, status: "failed", ...DENIAL, partial: RENAMED }]),
  );
  const state = {
    start: { plan: "sha256:1", changes: 2 },
    startedAt: "2026-11-22T00:00:00Z",
    outcomes,
    intents: outcomes,
    notShown: new Map(),
    notRead: new Map(),
    ends: undefined,
  } as unknown as RunState;
  const table = capture({ color: false });
  await writeRunState(state, { id: "r", folder: "/r" }, table);
  const text = table.stdout();
  expect(text).toContain(SENTENCE);
  expect(text).toContain("2 resources: 2 failed. 2 of these were changed in part.\n");
  const json = capture({ output: "json" });
  await writeRunState(state, { id: "r", folder: "/r" }, json);
  expect(JSON.parse(json.stdout())).toMatchObject({ changedInPart: 2, outcomes: [{ partial: RENAMED }, {}] });
});

test("tag, untag and JUnit tell it resource by resource", async () => {
  const outcome: Outcome = {
    resource: REFERENCE,
    reference: REFERENCE,
    provider: "aws",
    attempts: 2,
    requestIds: [],
    status: "failed",
    error: new CrosstagError(DENIAL),
    appliedKeys: ["stage"],
    partial: RENAMED,
  };
  const { output, messages, stdout } = capture({ color: false });
  const context = { signal: new AbortController().signal } as Invocation["context"];
  await writeOutcomes({ outcomes: [outcome], counts: COUNTS, warnings: [], calls: {} }, { context, output, messages });
  expect(stdout()).toContain(SENTENCE);
  let report = "";
  for await (const part of writeJUnit([outcome], {
    name: "x",
    counts: COUNTS,
    seconds: 1,
    timestamp: "2026-11-22T00:00:00Z",
    clouds: [],
  }))
    report += part;
  expect(report).toContain(`${SENTENCE}</failure>`);
});
