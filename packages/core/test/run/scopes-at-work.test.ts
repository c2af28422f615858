import { expect, test } from "vitest";
import type { PlanCost } from "../../src/plan/plan.ts";
import { workWithinPace } from "../../src/run/scopes-at-work.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";

interface Work {
  readonly scope: string;
}

/** Works for as long as the plan says, on a virtual clock. */
async function work(costs: readonly PlanCost[], names = [...new Set(costs.map(({ scope }) => scope))]) {
  const clock = createVirtualClock();
  const waited: string[] = [];
  let atWork = 0;
  let most = 0;
  await workWithinPace<Work>(
    names.map((scope) => ({ scope })),
    {
      costs,
      work: async ({ scope }) => {
        atWork += 1;
        most = Math.max(most, atWork);
        const seconds = costs.filter((cost) => cost.scope === scope).map((cost) => cost.seconds ?? 0);
        await clock.sleep(Math.max(0, ...seconds) * 1_000);
        atWork -= 1;
      },
      waits: ({ scope }) => waited.push(scope),
    },
  );
  return { seconds: clock.now() / 1_000, most, waited };
}

const costOf = (scope: string, requestsPerSecond: number | undefined, seconds: number): PlanCost => ({
  scope,
  quota: "tag",
  calls: { writeTags: 1 },
  ...(requestsPerSecond !== undefined && { requestsPerSecond }),
  seconds,
});
const many = (count: number, cost: (number: number) => PlanCost) =>
  Array.from({ length: count }, (_, number) => cost(number));

test("as many scopes are at work as a process can serve, and the longest begin first", async () => {
  const costs = many(1_600, (number) => costOf(`aws/${number}/r-1`, 10, number === 1_599 ? 80 : 10));
  const { most, seconds, waited } = await work(costs);
  // 200 of 10 calls a second are 2,000. The long one takes its time beside the eight rounds of the others.
  expect({ most, seconds, waited: waited.length }).toEqual({ most: 200, seconds: 90, waited: 1_400 });
  expect(waited).not.toContain("aws/1599/r-1");
});

test("no scope waits while the quotas allow less than a process can do", async () => {
  const slow = await work(many(1_600, (number) => costOf(`aws/${number}/r-1`, 1, 10)));
  expect(slow).toMatchObject({ most: 1_600, seconds: 10, waited: [] });
  // A quota of an account counts once, not for each of its regions.
  const shared = many(1_600, (number) => ({
    ...costOf(`tencent/${number % 80}/r-${number}`, 20, 10),
    countedPer: "account" as const,
  }));
  expect(await work(shared)).toMatchObject({ most: 1_600, seconds: 10 });
});

test("64 scopes are at work if their rates are not known, and all of them have their turn", async () => {
  const { most, seconds } = await work(many(640, (number) => costOf(`aws/${number}/r-1`, undefined, 10)));
  expect({ most, seconds }).toEqual({ most: 64, seconds: 100 });
  expect(await work([], [])).toMatchObject({ seconds: 0 });
  expect(await work([], ["a", "b"])).toMatchObject({ most: 2, waited: [] });
});
