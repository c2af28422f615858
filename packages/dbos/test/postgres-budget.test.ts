import { createCrosstag, systemClock, type Clock, type CrosstagError, type QuotaTurns } from "@crosstag/core";
import { startTimer } from "@crosstag/core/internal";
import { createVirtualClock } from "@crosstag/core/testing";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../src/database/open-pool.ts";
import { openPostgresBudget, type PostgresBudget } from "../src/index.ts";
import { QuotaRows } from "../src/quota-rows.ts";
import { openCloud, work } from "./budget-work.ts";
import { postgresMissing, startPostgres, type TestDatabase } from "./start-postgres.ts";

const SCOPE = { provider: "aws", account: "111122223333", region: "us-east-1", quota: "tag" };

let database: TestDatabase;
const budgets: PostgresBudget[] = [];
const pools: Pool[] = [];
const problems: CrosstagError[] = [];

function openBudget(databaseUrl = database.url): PostgresBudget {
  const budget = openPostgresBudget({ databaseUrl, onProblem: (problem) => problems.push(problem) });
  budgets.push(budget);
  return budget;
}

/** Is closed after the test, even if that fails. */
function openTestPool(): Pool {
  const pool = openPool({ connectionString: database.url, max: 4 });
  pools.push(pool);
  return pool;
}

/** The most calls in so many milliseconds. */
function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + milliseconds).length));
}

/** The transactions of the server that have written, this one included. */
async function writesOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ readonly id: string }>("select pg_current_xact_id()::text as id");
  return Number(rows[0]?.id);
}

/** The cloud has refused a call, for half a minute. */
function throttle(turns: QuotaTurns): void {
  turns.throttled(systemClock.now(), systemClock.now(), 30_000);
}

/** One turn is wanted. */
function draw(rows: QuotaRows, quota = "wide", requestsPerSecond = 100) {
  return rows.exchange({ quota, requestsPerSecond, calls: 1, answers: [] });
}

describe.skipIf(postgresMissing !== "")(`quotas in Postgres ${postgresMissing}`, () => {
  beforeAll(async () => {
    database = await startPostgres();
  });
  afterEach(async () => {
    await Promise.all(budgets.splice(0).map((budget) => budget.close()));
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
    problems.length = 0;
  });
  afterAll(() => database.close());

  it("are shared by four workers from the first call on, over two regions if the cloud counts an account's calls", async () => {
    const first = openCloud("region-1", 10, "account");
    const second = openCloud("region-1b", 10, first);
    const workers = await Promise.all([first, second, first, second].map((cloud) => work(cloud, 20, openBudget())));
    expect(workers.map(({ changed }) => changed)).toEqual([20, 20, 20, 20]);
    expect(workers.map(({ throttled }) => throttled)).toEqual([0, 0, 0, 0]);
    const times = workers.flatMap(({ sent }) => sent);
    expect(times).toHaveLength(80);
    // Over two seconds, because a busy machine delays calls.
    expect(mostWithin(times, 2_000)).toBeLessThanOrEqual(22);
    expect(problems).toEqual([]);
  });

  it("slow all workers down when the cloud throttles one", async () => {
    const cloud = openCloud("region-2", 20);
    cloud.quotas.spend("tag", 10);
    const workers = await Promise.all([1, 2, 3].map(() => work(cloud, 40, openBudget())));
    const throttled = workers.reduce((sum, worker) => sum + worker.throttled, 0);
    expect(throttled).toBeLessThan(20);
    expect(workers.map(({ changed }) => changed)).toEqual([40, 40, 40]);
  });

  it("are not blocked by a worker that ends with a lease", async () => {
    const cloud = openCloud("region-3", 10);
    const lost = openBudget();
    const turns = lost.open({ ...SCOPE, provider: cloud.driver.provider, region: "region-3" }, 10, systemClock);
    await new Promise<void>((resolve) => turns.want(64, resolve));
    const startedAt = performance.now();
    const { changed, throttled } = await work(cloud, 10, openBudget());
    expect({ changed, throttled }).toEqual({ changed: 10, throttled: 0 });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it("give each turn once, whether one process uses a quota or two take turns", async () => {
    const pool = openTestPool();
    const [one, other] = [new QuotaRows(pool, systemClock), new QuotaRows(pool, systemClock)];
    const turns: number[] = [];
    const drawFrom = async (rows: QuotaRows, quotas: readonly string[]) => {
      const drawn = quotas.map((quota) => rows.exchange({ quota, requestsPerSecond: 10, calls: 1, answers: [] }));
      for (const [index, lease] of (await Promise.all(drawn)).entries())
        if (quotas[index] === "both") turns.push(...lease.turns);
    };
    // The first process no longer knows the row when the second one has used it.
    for (const rows of [one, one, one, other, one, other, other])
      await drawFrom(rows, ["both", rows === one ? "one" : "other", "both"]);
    expect(turns).toHaveLength(14);
    // Two exchanges at once come in any order.
    turns.sort((left, right) => left - right);
    const gaps = turns.slice(1).map((at, index) => at - (turns[index] ?? 0));
    // A tenth of a second, less what the times of messages differ by on a busy machine.
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  it("of many calls a second are drawn ahead by a process that uses them alone, until another one comes", async () => {
    const pool = openTestPool();
    const [one, other] = [new QuotaRows(pool, systemClock), new QuotaRows(pool, systemClock)];
    // No process uses it: a quarter of a second, so that a process that begins together with this one does not wait for long.
    expect((await draw(one)).turns).toHaveLength(24);
    for (const rows of [other, one, other, one, one]) expect((await draw(rows)).turns).toHaveLength(9);
    for (const rows of [one, one]) await draw(rows, "narrow", 10);
    // No other process has used it for two seconds.
    await systemClock.sleep(2_100);
    const own = await draw(one);
    expect(own.turns.length).toBeGreaterThan(90);
    expect((await draw(one, "narrow", 10)).turns).toHaveLength(1);
    // The other process gets the turns after those, and then both draw those of a tenth of a second.
    const [first = 0] = (await draw(other)).turns;
    expect(first - (own.turns.at(-1) ?? 0)).toBeGreaterThan(5);
    for (const rows of [one, other]) expect((await draw(rows)).turns).toHaveLength(9);
  });

  it("of many scopes are begun in few transactions, and continued by a process that comes later", async () => {
    const pool = openTestPool();
    const [one, other] = [new QuotaRows(pool, systemClock), new QuotaRows(pool, systemClock)];
    for (const rows of [one, other]) await draw(rows, "before", 10);
    const quotas = Array.from({ length: 60 }, (_, index) => `scope-${index}`);
    const drawAll = async (rows: QuotaRows) =>
      (await Promise.all(quotas.map((quota) => draw(rows, quota, 10)))).map(({ turns: [at = 0] }) => at);
    const before = await writesOf(pool);
    const begun = await drawAll(one);
    expect((await writesOf(pool)) - before).toBeLessThan(5);
    const gaps = (await drawAll(other)).map((at, index) => at - (begun[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  it("cost less than a write of the database for each exchange, if one worker uses many of them", async () => {
    const pool = openTestPool();
    const budget = openBudget();
    const clouds = Array.from({ length: 8 }, (_, index) => openCloud(`region-6-${index}`, 10));
    const before = await writesOf(pool);
    const workers = await Promise.all(clouds.map((cloud) => work(cloud, 15, budget)));
    expect(workers.map(({ changed }) => changed)).toEqual(clouds.map(() => 15));
    // Each worker's turns come in three exchanges or more, and those of several quotas are written together.
    expect((await writesOf(pool)) - before).toBeLessThan(24);
  });

  it("are written when their process ends, although others were written a moment ago", async () => {
    const budget = openPostgresBudget({ databaseUrl: database.url, onProblem: (problem) => problems.push(problem) });
    const drawn = async (quota: string) => {
      const turns = budget.open({ ...SCOPE, region: "region-7", quota }, 10, systemClock);
      await new Promise<void>((resolve) => {
        turns.want(1, resolve);
      });
      return turns;
    };
    const [first, second] = [await drawn("first"), await drawn("second")];
    throttle(first);
    await systemClock.sleep(5);
    throttle(second);
    first.close?.();
    second.close?.();
    await budget.close();
    expect(problems).toEqual([]);
    const pool = openTestPool();
    const { rows } = await pool.query<{ readonly paused: string | null }>(
      "select state ->> 'pausedUntil' as paused from crosstag_quotas_1 where quota like '%region-7%'",
    );
    expect(rows.map(({ paused }) => paused === null)).toEqual([false, false]);
  });

  it("wait for others only if they may, and by their number", async () => {
    const pauses: number[] = [];
    // Stands still while the database answers: on a busy machine that can take longer than all pauses.
    const still = createVirtualClock();
    const clock: Clock = {
      ...still,
      startTimer: (milliseconds, onTime) => {
        pauses.push(milliseconds);
        return startTimer(still, milliseconds, onTime);
      },
    };
    const rows = new QuotaRows(openTestPool(), clock);
    const exchange = (quota: number, mayWaitMs?: number) =>
      rows.exchange({ quota: `region-8-${quota}`, requestsPerSecond: 10, calls: 1, answers: [], mayWaitMs });
    const pausesOf = async (...exchanges: (() => Promise<unknown>)[]) => {
      pauses.length = 0;
      await Promise.all(exchanges.map(async (start) => start()));
      return [...pauses];
    };
    // The first one follows no other.
    expect(await pausesOf(() => exchange(0, 40))).toEqual([]);
    // One quota gains nothing by waiting.
    expect(await pausesOf(() => exchange(0, 40))).toEqual([2]);
    await Promise.all(Array.from({ length: 20 }, (_, quota) => exchange(quota, 40)));
    expect(await pausesOf(() => exchange(1, 100))).toEqual([40]);
    expect(await pausesOf(() => exchange(1, 30))).toEqual([30]);
    // One that may not wait takes those with it that may.
    expect(
      await pausesOf(
        () => exchange(2, 40),
        () => exchange(3, 20),
        () => exchange(4),
      ),
    ).toEqual([]);
  });

  it("stop the calls while the database is away, and let them continue after", async ({ skip }) => {
    const { stop, start } = database;
    if (stop === undefined || start === undefined) return skip("PG_URL names a server that is not the test's own");
    const cloud = openCloud("region-4", 10);
    const working = Promise.all([work(cloud, 30, openBudget()), work(cloud, 30, openBudget())]);
    await systemClock.sleep(1_500);
    const stoppedAt = performance.now();
    await stop();
    await systemClock.sleep(3_000);
    const startedAt = performance.now();
    await start();
    const workers = await working;
    expect(workers.map(({ changed, throttled }) => [changed, throttled])).toEqual([
      [30, 0],
      [30, 0],
    ]);
    const times = workers.flatMap(({ sent }) => sent);
    expect(times.filter((at) => at > stoppedAt + 1_500 && at < startedAt)).toEqual([]);
    expect(mostWithin(times, 2_000)).toBeLessThanOrEqual(22);
    expect(problems.map(({ code, retry }) => [code, retry])).toEqual([
      ["unavailable", "transient"],
      ["unavailable", "transient"],
    ]);
  });

  it("let a call end by its own time limit if the database does not exist, and report that without its URL", async () => {
    const url = new URL(database.url);
    url.pathname = "/missing_database";
    const cloud = openCloud("region-5", 10);
    const crosstag = createCrosstag([cloud.driver], { quotaBudget: openBudget(url.href) });
    const result = await crosstag.tagResource(
      { resources: [cloud.scene.create("key")], tags: { team: "a" }, readFirst: false },
      { timeoutMs: 2_000 },
    );
    expect(result.counts.changed).toBe(0);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe(
      "The database of the shared quotas cannot be used (3D000). Calls wait until it answers.",
    );
  });

  it("refuse an engine with a clock of its own", () => {
    expect(() => openBudget().open(SCOPE, 10, createVirtualClock())).toThrow("needs the clock of the system");
  });
});
