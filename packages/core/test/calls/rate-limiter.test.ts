import { describe, expect, it } from "vitest";
import { Semaphore } from "../../src/calls/concurrency.ts";
import { OwnTurns, RateLimiter } from "../../src/calls/rate-limiter.ts";
import { RequestScope } from "../../src/calls/request-scope.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { simulate } from "./simulated-quota.ts";
import type { CloudKind } from "./simulated-quota.ts";

const KINDS: readonly CloudKind[] = ["bucket", "window"];
/** A full window of one second has no room for calls that travel more unevenly than a hundredth of a second. */
const SLOWEST_AT_FULL_RATE = { bucket: 50, window: 10 } as const;
const SEEDS = [7, 99];

/** Every kind of cloud with every one of the rates and seeds. */
function cases(rates: readonly number[], kinds = KINDS, seeds = SEEDS) {
  return kinds.flatMap((kind) => rates.flatMap((rate) => seeds.map((seed) => ({ kind, rate, seed }))));
}

describe("RateLimiter alone on a quota", () => {
  it.each(cases([5, 10, 100]))("uses all of a $kind of $rate/s (seed $seed)", async ({ kind, rate, seed }) => {
    const load = {
      documented: rate,
      left: () => rate,
      kind,
      seed,
      calls: 10_000,
      slowestMs: SLOWEST_AT_FULL_RATE[kind],
    };
    const { seconds, throttled } = await simulate(load);
    expect(seconds).toBeLessThan((10_000 / rate) * 1.015);
    // All of them by probes.
    expect(throttled).toBeLessThanOrEqual(8);
  });

  it("is not throttled before the first probe", async () => {
    const { throttled, seconds } = await simulate({
      documented: 10,
      left: () => 10,
      kind: "window",
      seed: 7,
      calls: 135,
      slowestMs: 10,
    });
    expect(throttled).toBe(0);
    expect(seconds).toBeGreaterThan(13.3);
  });

  it("keeps up rates above the grain of a timer", async () => {
    const { seconds, throttled } = await simulate({
      documented: 2_000,
      left: () => 2_000,
      kind: "window",
      seed: 7,
      calls: 8_000,
      slowestMs: 10,
    });
    expect(throttled).toBe(0);
    expect(seconds).toBeLessThan(4 * 1.02);
  });
});

describe("RateLimiter beside others", () => {
  it.each(cases([10, 100]))(
    "uses half a $kind of $rate/s from the start (seed $seed)",
    async ({ kind, rate, seed }) => {
      const left = rate / 2;
      const course = await simulate({ documented: rate, left: () => left, kind, seed, calls: 1_000 });
      expect(course.passed(0, course.seconds) / left / course.seconds).toBeGreaterThan(0.9);
      expect(course.passed(10, course.seconds) / left / (course.seconds - 10)).toBeGreaterThan(0.9);
      expect(course.throttled / course.made).toBeLessThan(0.03);
      expect(course.mostThrottles).toBeLessThanOrEqual(3);
    },
  );

  it.each(cases([10, 100]))("uses what is left of a $kind of $rate/s (seed $seed)", async ({ kind, rate, seed }) => {
    const from = 500 / rate;
    const left = (seconds: number) => (seconds < from ? rate : rate / 2);
    const course = await simulate({ documented: rate, left, kind, seed, calls: 1_500 });
    const used = (start: number) => course.passed(start, course.seconds) / (rate / 2) / (course.seconds - start);
    expect(used(from)).toBeGreaterThan(0.9);
    expect(used(from + 10)).toBeGreaterThan(0.9);
    expect(course.throttled / course.made).toBeLessThan(0.03);
  });

  it.each(cases([10, 100]))("wins a $kind of $rate/s back (seed $seed)", async ({ kind, rate, seed }) => {
    const stop = 60 + (seed % 20);
    const left = (seconds: number) => (seconds < stop ? rate / 2 : rate);
    const slowestMs = SLOWEST_AT_FULL_RATE[kind];
    const calls = (rate / 2) * stop + rate * 30;
    const course = await simulate({ documented: rate, left, kind, seed, calls, slowestMs });
    expect(course.passed(stop + 18, stop + 23) / 5).toBeGreaterThan(rate * 0.95);
  });

  it.each(cases([100]))("shares a $kind with three others that start at once (seed $seed)", async ({ kind, seed }) => {
    const course = await simulate({ documented: 100, left: () => 100, kind, seed, calls: 2_000, limiters: 4 });
    const mean = course.finished.reduce((sum, at) => sum + at, 0) / 4;
    const together = Math.min(...course.finished);
    expect(course.mostThrottles).toBeLessThanOrEqual(3);
    expect(course.made).toBeLessThan(8_000 * 1.02);
    expect(course.passed(0, together) / 100 / together).toBeGreaterThan(0.95);
    expect(8_000 / 100 / course.seconds).toBeGreaterThan(0.85);
    expect(Math.max(...course.finished) / mean).toBeLessThan(1.2);
  });

  it.each(cases([5, 10, 100]))("lives through an outage of a $kind of $rate/s (seed $seed)", async (given) => {
    const { kind, rate, seed } = given;
    const left = (seconds: number) => (seconds >= 20 && seconds < 80 ? 0 : rate);
    const course = await simulate({ documented: rate, left, kind, seed, calls: rate * 50 });
    expect(course.throttledBetween(20, 80)).toBeLessThan(80);
    expect(course.mostThrottles).toBeLessThanOrEqual(8);
    expect(course.passed(90, 95) / 5).toBeGreaterThan(rate * 0.85);
  });
});

describe("RateLimiter with a raised quota", () => {
  it.each(cases([10, 100], KINDS, [7, 21]))("follows a $kind from $rate/s tenfold (seed $seed)", async (given) => {
    const { kind, rate, seed } = given;
    const left = (seconds: number) => (seconds < 30 ? rate : rate * 10);
    const calls = 30 * rate + 330 * rate;
    // With 16 in flight answers that take 26 ms allow no more than 600 calls a second.
    const course = await simulate({ documented: rate, left, kind, seed, calls, inFlight: rate === 100 ? 48 : 16 });
    expect(course.passed(60, 65) / 5).toBeGreaterThan(rate * 10 * 0.9);
    expect(course.throttled / course.made).toBeLessThan(0.015);
  });
});

describe("RateLimiter's waiters", () => {
  it("wait as long as the cloud asks for", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(100), clock);
    limiter.throttled(30_000);
    await limiter.acquire(new RequestScope({}, clock, undefined));
    expect(clock.now()).toBeGreaterThanOrEqual(29_998);
  });

  it("wait as long as the cloud asks for, also after calls that left before the last cut", async () => {
    const clock = createVirtualClock({ startMs: 1_000 });
    const limiter = new RateLimiter(new OwnTurns(100), clock);
    limiter.throttled(0, 990);
    limiter.throttled(30_000, 980);
    await limiter.acquire(new RequestScope({}, clock, undefined));
    expect(clock.now()).toBeGreaterThanOrEqual(30_998);
  });

  it("give up without holding up those behind them", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(1), clock);
    const cancel = new AbortController();
    const patient = new RequestScope({}, clock, undefined);
    const impatient = new RequestScope({ signal: cancel.signal }, clock, undefined);
    await limiter.acquire(patient);
    const given = limiter.acquire(impatient);
    const next = limiter.acquire(patient);
    cancel.abort();
    await expect(given).rejects.toMatchObject({ code: "canceled" });
    await next;
    expect(clock.now()).toBeLessThan(1_100);
  });

  it("leave no timer behind when all have given up", async () => {
    const clock = createVirtualClock({ autoAdvance: false });
    const limiter = new RateLimiter(new OwnTurns(1), clock);
    const cancel = new AbortController();
    const request = new RequestScope({ signal: cancel.signal }, clock, undefined);
    await limiter.acquire(request);
    const given = limiter.acquire(request);
    expect(clock.sleepers).toBe(1);
    cancel.abort();
    await expect(given).rejects.toMatchObject({ code: "canceled" });
    expect(clock.sleepers).toBe(0);
  });

  it("take no turn without a connection, so that calls that waited for one do not leave together", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(10), clock);
    const request = new RequestScope({}, clock, undefined);
    const connections = new Semaphore(2);
    const left: number[] = [];
    const call = async (takesMs: number) => {
      await limiter.acquire(request, connections);
      left.push(clock.now());
      await clock.sleep(takesMs);
      connections.release();
    };
    // The first two hold both connections for a second; ten turns go by.
    await Promise.all([950, 970, ...Array.from({ length: 8 }, () => 20)].map(call));
    const gaps = left.slice(2).map((at, index) => at - (left[index + 1] ?? 0));
    expect(left[2]).toBeGreaterThanOrEqual(950);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(75);
    expect(clock.now()).toBeLessThan(1_900);
  });

  it("give up while they wait for a connection", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(10), clock);
    const connections = new Semaphore(1);
    const cancel = new AbortController();
    const patient = new RequestScope({}, clock, undefined);
    await limiter.acquire(patient, connections);
    const given = limiter.acquire(new RequestScope({ signal: cancel.signal }, clock, undefined), connections);
    const next = limiter.acquire(patient, connections);
    await clock.sleep(500);
    cancel.abort();
    await expect(given).rejects.toMatchObject({ code: "canceled" });
    connections.release();
    await next;
    expect(connections.tryAcquire()).toBe(false);
  });

  it("overtake calls whose endpoint has no connection left, also if they come later", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(10), clock);
    const request = new RequestScope({}, clock, undefined);
    const [silent, other] = [new Semaphore(1), new Semaphore(1)];
    const left: string[] = [];
    const call = async (name: string, connections: Semaphore) => {
      await limiter.acquire(request, connections);
      left.push(name);
    };
    await call("hangs", silent);
    const stuck = call("stuck", silent);
    await clock.sleep(500);
    await call("other", other);
    const both = [call("other is full", other), call("stuck, too", silent)];
    await clock.sleep(500);
    expect(left).toEqual(["hangs", "other"]);
    other.release();
    await both[0];
    silent.release();
    await stuck;
    silent.release();
    await both[1];
    expect(left.slice(2)).toEqual(["other is full", "stuck", "stuck, too"]);
    expect([silent.tryAcquire(), other.tryAcquire()]).toEqual([false, false]);
    for (const connections of [silent, other]) connections.release();
    expect([silent.tryAcquire(), silent.tryAcquire(), other.tryAcquire(), other.tryAcquire()]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("never leave in a burst after a pause", async () => {
    const clock = createVirtualClock();
    const limiter = new RateLimiter(new OwnTurns(10), clock);
    const request = new RequestScope({}, clock, undefined);
    await limiter.acquire(request);
    await clock.sleep(60_000);
    const from = clock.now();
    for (let call = 0; call < 11; call += 1) await limiter.acquire(request);
    expect(clock.now() - from).toBeGreaterThan(1_000);
  });
});
