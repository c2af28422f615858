import { describe, expect, it } from "vitest";
import { Pacer } from "../../src/engine/pacer.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import { RequestScope } from "../../src/engine/request-scope.ts";
import { eachConcurrently } from "../../src/engine/concurrency.ts";

/** Counts calls over a sliding window of one second, the strictest way a cloud can. */
function slidingWindow(limit: () => number, now: () => number) {
  let passed: number[] = [];
  return () => {
    passed = passed.filter((at) => at > now() - 1_000);
    if (passed.length >= limit()) return false;
    passed.push(now());
    return true;
  };
}

async function run(calls: number, rate: number, limit: (now: number) => number) {
  const clock = createVirtualClock();
  const random = seededRandom(7);
  const pacer = new Pacer(rate, clock);
  const admit = slidingWindow(
    () => limit(clock.now()),
    () => clock.now(),
  );
  const request = new RequestScope({}, clock, undefined);
  let throttled = 0;
  let made = 0;
  await eachConcurrently(Array.from({ length: calls }), 16, async () => {
    for (;;) {
      await pacer.acquire(request);
      made += 1;
      // Answers take between 2 and 10 ms to travel, so that calls arrive unevenly.
      await clock.sleep(1 + random() * 4);
      const admitted = admit();
      await clock.sleep(1 + random() * 4);
      if (admitted) return;
      throttled += 1;
      pacer.throttled();
    }
  });
  return { seconds: clock.now() / 1_000, throttled, made };
}

describe("Pacer", () => {
  it("uses the whole quota and is never throttled where nobody else spends it", async () => {
    const { seconds, throttled } = await run(1_000, 10, () => 10);
    expect(throttled).toBe(0);
    expect(seconds).toBeLessThan(100 * 1.02);
    expect(seconds).toBeGreaterThan(98);
  });

  it("keeps up rates above the grain of a timer", async () => {
    const { seconds, throttled } = await run(8_000, 2_000, () => 2_000);
    expect(throttled).toBe(0);
    expect(seconds).toBeLessThan(4 * 1.03);
  });

  it("gives way to others and wins the rate back", async () => {
    const { seconds, throttled, made } = await run(600, 10, (now) => (now < 40_000 ? 5 : 10));
    // 40 s at 5 and then 10 a second: 600 calls take at least 80 s.
    expect(seconds).toBeLessThan(80 * 1.15);
    expect(throttled / made).toBeLessThan(0.06);
  });

  it("waits as long as the cloud asks for", async () => {
    const clock = createVirtualClock();
    const pacer = new Pacer(100, clock);
    pacer.throttled(30_000);
    await pacer.acquire(new RequestScope({}, clock, undefined));
    expect(clock.now()).toBeGreaterThanOrEqual(29_998);
  });

  it("lets a waiter give up without holding up those behind it", async () => {
    const clock = createVirtualClock();
    const pacer = new Pacer(1, clock);
    const cancel = new AbortController();
    const patient = new RequestScope({}, clock, undefined);
    const impatient = new RequestScope({ signal: cancel.signal }, clock, undefined);
    await pacer.acquire(patient);
    const given = pacer.acquire(impatient);
    const next = pacer.acquire(patient);
    cancel.abort();
    await expect(given).rejects.toMatchObject({ code: "cancelled" });
    await next;
    expect(clock.now()).toBeLessThan(1_100);
  });
});
