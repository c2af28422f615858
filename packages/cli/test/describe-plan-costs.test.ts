import { expect, test } from "vitest";
import { describePlanCosts } from "../src/output/describe-plan-summary.ts";

const COST = { quota: "tag", calls: { writeTags: 60 }, requestsPerSecond: 5, seconds: 24 };

test("a quota of all regions says so, and is not added up again", () => {
  const costs = ["a/1/r-1", "a/1/r-2"].map(
    (scope) => ({ ...COST, scope, countedPer: "account", periodSeconds: 60 }) as const,
  );
  expect(describePlanCosts([...costs, { ...COST, scope: "b/1/r-1", seconds: 12 }])).toEqual([
    "a/1/r-1: 60 tag calls at 300 a minute, shared by all regions of the account: at least 24 s.",
    "a/1/r-2: 60 tag calls at 300 a minute, shared by all regions of the account: at least 24 s.",
    "b/1/r-1: 60 tag calls at 5/s: at least 12 s.",
    "Together at least 24 s, since they run at once.",
  ]);
});
