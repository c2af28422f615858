import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/calls/clock.ts";
import { RateLimiter } from "../../../src/calls/rate-limiter.ts";
import { RequestScope } from "../../../src/calls/request-scope.ts";
import type { CrosstagError } from "../../../src/model/crosstag-error.ts";
import { openMachineBudget } from "../../../src/node/budget/machine-budget.ts";
import type { MachineBudget } from "../../../src/node/budget/machine-budget.ts";
import { lockFile } from "../../../src/node/file-lock.ts";
import { createVirtualClock } from "../../../src/testing/clock/virtual-clock.ts";
import { mostInOneSecond } from "./simulated-machine.ts";

const QUOTA = { provider: "aws", account: "111122223333", region: "us-east-1", quota: "TagResource" };

let directory: string;
let folder: string;
const problems: CrosstagError[] = [];
const budgets: MachineBudget[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "crosstag-budget-"));
  folder = join(directory, "pace");
  problems.length = 0;
});
afterEach(async () => {
  await Promise.all(budgets.splice(0).map((budget) => budget.close()));
  await rm(directory, { recursive: true, force: true });
});

function openBudget(): MachineBudget {
  const budget = openMachineBudget({ folder, onProblem: (problem) => problems.push(problem) });
  budgets.push(budget);
  return budget;
}

/** Lets calls leave as fast as their turns come. Gives the times at which they left. */
async function leave(budget: MachineBudget, calls: number, requestsPerSecond: number): Promise<number[]> {
  const limiter = new RateLimiter(budget.open(QUOTA, requestsPerSecond, systemClock), systemClock);
  const request = new RequestScope({}, systemClock, undefined);
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: calls }, async () => {
      await limiter.acquire(request);
      times.push(performance.now());
    }),
  );
  return times;
}

test("two share a quota from the first call on", async () => {
  const [one, other] = await Promise.all([leave(openBudget(), 15, 20), leave(openBudget(), 15, 20)]);
  const all = [...one, ...other];
  expect(mostInOneSecond(all)).toBeLessThanOrEqual(21);
  expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(1_350);
  expect(problems).toEqual([]);
});

test("when the process that keeps the budget leaves, another one takes over", async () => {
  const keeper = openBudget();
  const first = await leave(keeper, 1, 20);
  const others = [leave(openBudget(), 15, 20), leave(openBudget(), 15, 20)];
  await leave(keeper, 5, 20);
  await keeper.close();
  const all = [...first, ...(await Promise.all(others)).flat()];
  expect(all).toHaveLength(31);
  expect(mostInOneSecond(all)).toBeLessThanOrEqual(21);
  expect(problems).toEqual([]);
});

test("different quotas do not wait for each other", async () => {
  const budget = openBudget();
  const request = new RequestScope({}, systemClock, undefined);
  const limiterOf = (region: string) =>
    new RateLimiter(budget.open({ ...QUOTA, region }, 0.5, systemClock), systemClock);
  const startedAt = performance.now();
  await Promise.all(["us-east-1", "us-east-2", "eu-west-1"].map(async (region) => limiterOf(region).acquire(request)));
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test("calls leave without a budget if its folder cannot be created, and one problem is reported", async () => {
  await writeFile(folder, "");
  const budget = openBudget();
  expect(await leave(budget, 5, 50)).toHaveLength(5);
  expect(await leave(budget, 5, 50)).toHaveLength(5);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toMatch(
    /^Quotas are not shared with other processes of this machine: The budget ".*quotas-1" cannot be used: its folder cannot be created: /,
  );
});

test("calls do not wait for a process that keeps the budget and does not answer", async () => {
  const silent = await lockFile(join(folder, "quotas-1"), { onConnection: () => {} });
  expect(await leave(openBudget(), 3, 50)).toHaveLength(3);
  expect(problems.map(({ message }) => message)).toEqual([
    "Quotas are not shared with other processes of this machine: the process that keeps the budget does not answer.",
  ]);
  await silent.release();
});

test("a process that speaks another language is not listened to", async () => {
  const rude = await lockFile(join(folder, "quotas-1"), {
    onConnection: (socket) => socket.on("error", () => {}).end('{"type":"lease"}\n'),
  });
  expect(await leave(openBudget(), 3, 50)).toHaveLength(3);
  expect(problems.map(({ message }) => message)).toEqual([
    "Quotas are not shared with other processes of this machine: another process keeps the budget, and cannot be reached.",
  ]);
  await rude.release();
});

test("an engine with a clock of its own does not share", async () => {
  const clock = createVirtualClock();
  const turns = openBudget().open(QUOTA, 10, clock);
  expect(turns.take(clock.now())).toBe(true);
  expect(turns.nextAt).toBeCloseTo(clock.now() + 101, 0);
});

test("lanes that are still used after the budget is closed continue", async () => {
  const budget = openBudget();
  const limiter = new RateLimiter(budget.open(QUOTA, 50, systemClock), systemClock);
  const request = new RequestScope({}, systemClock, undefined);
  await limiter.acquire(request);
  const waiting = Promise.all([limiter.acquire(request), limiter.acquire(request)]);
  await budget.close();
  await waiting;
  await limiter.acquire(request);
  expect(problems).toEqual([]);
});
