import { expect, test } from "vitest";
import { describePlanCosts } from "../src/output/describe-plan-costs.ts";

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

test("accounts and regions with the same quota have one line, if they are many", () => {
  const regions = Array.from({ length: 80 }, (_, number) => ({ ...COST, scope: `a/${number}/r-1` }));
  const others = [
    { ...COST, scope: "a/9/r-2", requestsPerSecond: 10, seconds: 6 },
    { ...COST, scope: "a/9/r-1/secrets" },
  ];
  expect(describePlanCosts([...regions, ...others])).toEqual([
    "a, 80 accounts and regions: 4,800 tag calls, each at 5/s: at least 24 s.",
    "a/9/r-2: 60 tag calls at 10/s: at least 6 s.",
    "a/9/r-1/secrets: 60 tag calls at 5/s: at least 24 s.",
    "Together at least 24 s, since they run at once.",
  ]);
  const longer = { ...COST, scope: "a/80/r-1", calls: { writeTags: 100 }, seconds: 40 };
  expect(describePlanCosts([...regions, longer])[0]).toBe(
    "a, 81 accounts and regions: 4,900 tag calls, each at 5/s: at least 40 s, the longest in a/80/r-1.",
  );
  expect(describePlanCosts(regions, { expand: true })).toHaveLength(81);
});
