import { countOutcomes, CrosstagError, type Outcome, type WriteResult } from "@crosstag/core";
import { expect, test } from "vitest";
import { combineWrites, mayRemove } from "../src/commands/tag/combine-writes.ts";

const keys = { set: ["team"], remove: ["stage"] };
const error = new CrosstagError({ code: "unavailable", message: "It is away." });

type Status = Partial<Outcome> & Pick<Outcome, "status">;

function outcome(rest: Status, requestId: string): Outcome {
  return { resource: "k", reference: "ref", provider: "aws", attempts: 1, requestIds: [requestId], ...rest } as Outcome;
}

function result(outcomes: readonly Outcome[], calls: Readonly<Record<string, number>>): WriteResult {
  return { outcomes, counts: countOutcomes(outcomes), warnings: [], calls };
}

function combined(first: Status, second: Status) {
  return combineWrites(
    result([outcome(first, "1")], { readTags: 1, writeTags: 1 }),
    result([outcome(second, "2")], { readTags: 1, removeTags: 1 }),
    keys,
  );
}

test.each<[Status, Status, Status]>([
  [{ status: "changed" }, { status: "changed" }, { status: "changed" }],
  [{ status: "unchanged" }, { status: "changed" }, { status: "changed" }],
  [{ status: "changed" }, { status: "unchanged" }, { status: "changed" }],
  [{ status: "unchanged" }, { status: "unchanged" }, { status: "unchanged" }],
  [{ status: "unchanged" }, { status: "failed", error }, { status: "failed", error }],
  [{ status: "changed" }, { status: "skipped", reason: "only-reserved-tags" }, { status: "changed" }],
  [{ status: "skipped", reason: "only-reserved-tags" }, { status: "changed" }, { status: "changed" }],
  [
    { status: "changed" },
    { status: "failed", error },
    {
      status: "failed",
      error,
      appliedKeys: ["team"],
      partial: { done: { set: ["team"], remove: [] }, left: { set: [], remove: ["stage"] } },
    },
  ],
  [
    { status: "changed" },
    { status: "skipped", reason: "not-started" },
    {
      status: "skipped",
      reason: "not-started",
      appliedKeys: ["team"],
      partial: { done: { set: ["team"], remove: [] }, left: { set: [], remove: ["stage"] } },
    },
  ],
  [
    { status: "skipped", reason: "dry-run", change: { set: ["team"], remove: [] } },
    { status: "skipped", reason: "dry-run", change: { set: [], remove: ["stage"] } },
    { status: "skipped", reason: "dry-run", change: { set: ["team"], remove: ["stage"] } },
  ],
  [
    { status: "unchanged" },
    { status: "skipped", reason: "dry-run", change: { set: [], remove: ["stage"] } },
    { status: "skipped", reason: "dry-run", change: { set: [], remove: ["stage"] } },
  ],
  [
    { status: "skipped", reason: "dry-run", change: { set: ["team"], remove: [] } },
    { status: "unchanged" },
    { status: "skipped", reason: "dry-run", change: { set: ["team"], remove: [] } },
  ],
])("%j, then %j", (first, second, expected) => {
  const { outcomes, counts, calls } = combined(first, second);
  expect(outcomes).toEqual([
    { resource: "k", reference: "ref", provider: "aws", attempts: 2, requestIds: ["1", "2"], ...expected },
  ]);
  expect(counts).toEqual(countOutcomes(outcomes));
  expect(calls).toEqual({ readTags: 2, writeTags: 1, removeTags: 1 });
});

test("nothing is removed from a resource whose tags could not be set", () => {
  for (const status of [
    { status: "failed", error },
    { status: "unknown", error },
    { status: "skipped", reason: "not-started" },
  ] as const)
    expect(mayRemove(outcome(status, "1"))).toBe(false);
});
