import type { Plan, PlanEntry, PlanSummary } from "@crosstag/core";
import { decodePlanEntry } from "@crosstag/core/internal";
import { createPlan } from "@crosstag/core/node";
import { expect, it } from "vitest";
import { chunkSizes, splitPlan, type PlanChunk } from "../src/runs/split-plan.ts";

const change = (scope: string, number: number): PlanEntry => ({
  scope,
  reference: `${scope}/${number}`,
  kind: "key",
  action: "change",
  before: {},
  set: { "line\nfeed": "1" },
  remove: [],
});
const skip = (scope: string, number: number): PlanEntry => ({
  scope,
  reference: `${scope}/${number}`,
  kind: "key",
  action: "skip",
  reason: "conflict",
  detail: "Two statements conflict.",
});

function planOf(entries: readonly PlanEntry[], costs: PlanSummary["costs"] = []): Plan {
  const changes = entries.filter(({ action }) => action === "change").length;
  const counts = { unchanged: 0, unreadable: 0, tagsAdded: 0, tagsChanged: 0, tagsRemoved: 0 };
  const summary = { ...counts, resources: entries.length, changes, skipped: {}, costs, warnings: [] };
  return createPlan(entries, { origin: { type: "tag-sets", by: "the test" }, summary });
}

it("puts entries of one scope into chunks, from which the plan can be put together again", async () => {
  const entries = Array.from({ length: 30 }, (_, number) =>
    (number % 7 === 3 ? skip : change)(number % 3 === 0 ? "a" : "b", number),
  );
  const chunks: PlanChunk[] = [];
  for await (const chunk of splitPlan(planOf(entries).entries(), (scope) => (scope === "a" ? 4 : 100)))
    chunks.push(chunk);
  expect(chunks.map(({ scope, changes }) => [scope, changes])).toEqual([
    ["a", 4],
    ["a", 4],
    ["b", 18],
  ]);
  const together = chunks.flatMap(({ positions, lines }) =>
    lines.split("\n").map((line, index) => [positions[index], decodePlanEntry(line)] as const),
  );
  expect(together.toSorted(([left = 0], [right = 0]) => left - right).map(([, entry]) => entry)).toEqual(entries);
});

it("keeps the changes beyond a limit apart from the first ones of the plan", async () => {
  const entries = Array.from({ length: 9 }, (_, number) => change(number % 2 === 0 ? "a" : "b", number));
  const chunks: PlanChunk[] = [];
  for await (const chunk of splitPlan(planOf(entries).entries(), () => 3, 5)) chunks.push(chunk);
  expect(chunks.map(({ scope, isBeyondLimit, positions }) => [scope, isBeyondLimit, positions])).toEqual([
    ["a", false, [0, 2, 4]],
    ["b", false, [1, 3]],
    ["b", true, [5, 7]],
    ["a", true, [6, 8]],
  ]);
});

it("makes chunks of about a minute, however many resources a call changes", async () => {
  const entries = [
    ...Array.from({ length: 1_000 }, (_, number) => change("one by one", number)),
    ...Array.from({ length: 1_000 }, (_, number) => change("by fifty", number)),
    change("without quota", 1),
  ];
  const costs = [
    { scope: "one by one", quota: "tag", calls: { writeTags: 1_000 }, requestsPerSecond: 10, seconds: 100 },
    { scope: "one by one", quota: "other", calls: { removeTags: 10 }, requestsPerSecond: 10, seconds: 1 },
    { scope: "by fifty", quota: "tag", calls: { writeTags: 20 }, requestsPerSecond: 10, seconds: 2 },
  ];
  expect(Object.fromEntries(await chunkSizes(planOf(entries, costs)))).toEqual({
    "one by one": 600,
    "by fifty": 10_000,
    "without quota": 10_000,
  });
});
