import { describe, expect, it } from "vitest";
import { AdaptiveRate } from "../../src/calls/adaptive-rate.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";

/** Sends calls at the pace, one after the other, answered at once by `admit`. Gives the time at the end, milliseconds. */
function drive(pace: AdaptiveRate, from: number, to: number, admit: (now: number) => boolean): number {
  let now = from;
  while (now < to) {
    pace.sent(now);
    let pauseMs = 0;
    if (admit(now)) pace.accepted(now, now);
    else pauseMs = pace.throttled(now, now);
    now += Math.max(pauseMs, 1_000 / pace.requestsPerSecond);
  }
  return now;
}

const yes = () => true;
const no = () => false;

describe("AdaptiveRate", () => {
  it("continues from its state, taken as JSON at any moment", () => {
    const random = seededRandom(11);
    const whole = new AdaptiveRate(20);
    let parts = new AdaptiveRate(20);
    let now = 1_000;
    for (let call = 0; call < 4_000; call += 1) {
      parts = AdaptiveRate.from(20, JSON.parse(JSON.stringify(parts.state)) as typeof parts.state);
      const isThrottled = call % 900 > 880 && random() < 0.3;
      const pauses = [whole, parts].map((rate) => {
        rate.sent(now);
        if (isThrottled) return rate.throttled(now + 5, now);
        rate.accepted(now + 5, now);
        return 0;
      });
      expect(parts.requestsPerSecond).toBe(whole.requestsPerSecond);
      expect(pauses[1]).toBe(pauses[0]);
      now += 5 + Math.max(1_000 / whole.requestsPerSecond, pauses[0] ?? 0);
    }
  });

  it("starts just below the documented rate", () => {
    expect(new AdaptiveRate(100).requestsPerSecond).toBeCloseTo(99);
  });

  it("does not rise by time alone", () => {
    const pace = new AdaptiveRate(10);
    pace.sent(0);
    pace.accepted(1, 0);
    pace.sent(3_600_000);
    pace.accepted(3_600_001, 3_600_000);
    drive(pace, 3_600_100, 3_605_000, yes);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9);
  });

  it("does not rise while calls use half of the rate", () => {
    const pace = new AdaptiveRate(10);
    for (let now = 0; now < 600_000; now += 200) {
      pace.sent(now);
      pace.accepted(now + 20, now);
    }
    expect(pace.requestsPerSecond).toBeCloseTo(9.9);
  });

  it("does not win back while calls use half of the rate", () => {
    const pace = new AdaptiveRate(10);
    drive(pace, 0, 2_000, yes);
    pace.throttled(2_000, 2_000);
    pace.throttled(2_001, 2_001);
    const rate = pace.requestsPerSecond;
    for (let now = 3_000; now < 600_000; now += 2_000 / rate) {
      pace.sent(now);
      pace.accepted(now + 20, now);
    }
    expect(pace.requestsPerSecond).toBeCloseTo(rate);
  });

  it("gives a probe up that calls stop to use", () => {
    const pace = new AdaptiveRate(10);
    const now = drive(pace, 0, 15_000, yes);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9 * 1.3);
    pace.sent(now + 5_000);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9);
  });

  it("goes back to the very rate after a failed probe, and waits twice as long for the next", () => {
    const pace = new AdaptiveRate(10);
    const failed = drive(pace, 0, 15_000, yes);
    const resumed = failed + pace.throttled(failed, failed);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9);
    const before = drive(pace, resumed, resumed + 27_000, yes);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9);
    drive(pace, before, resumed + 29_500, yes);
    expect(pace.requestsPerSecond).toBeCloseTo(9.9 * 1.3);
  });

  it("pauses after a failed probe for what it has taken out of the bucket", () => {
    const pace = new AdaptiveRate(10);
    const start = drive(pace, 0, 14_700, yes);
    const end = drive(pace, start, start + 2_000, yes);
    // Three calls a second ahead for about two seconds.
    expect(pace.throttled(end, end)).toBeGreaterThan(400);
  });

  it("is not cut twice by calls that left before the first cut", () => {
    const pace = new AdaptiveRate(100);
    drive(pace, 0, 2_000, yes);
    pace.throttled(2_030, 2_000);
    const rate = pace.requestsPerSecond;
    for (let sentAt = 2_000; sentAt < 2_030; sentAt += 10) pace.throttled(2_040, sentAt);
    expect(pace.requestsPerSecond).toBe(rate);
  });

  it("waits until a window that was empty at first has room again", () => {
    const pace = new AdaptiveRate(100);
    const now = drive(pace, 0, 500, yes);
    const resumed = now + pace.throttled(now, now);
    expect(resumed).toBeGreaterThan(990);
    expect(resumed).toBeLessThan(1_030);
    expect(pace.requestsPerSecond).toBeGreaterThan(33);
    expect(pace.requestsPerSecond).toBeLessThan(50);
  });

  it("takes what was accepted for what is left", () => {
    const pace = new AdaptiveRate(100);
    const now = drive(pace, 0, 2_000, yes);
    let free = now;
    const quarter = (at: number) => at >= free && (free = Math.max(at - 20, free) + 40) > 0;
    drive(pace, now, now + 3_000, quarter);
    expect(pace.requestsPerSecond).toBeGreaterThan(18);
    expect(pace.requestsPerSecond).toBeLessThan(32);
  });

  it("keeps trying while everything is throttled, and comes back by doubling", () => {
    const pace = new AdaptiveRate(100);
    let now = drive(pace, 0, 5_000, yes);
    now = drive(pace, now, now + 60_000, no);
    expect(pace.requestsPerSecond).toBe(0.5);
    now = drive(pace, now, now + 1_800, yes);
    expect(pace.requestsPerSecond).toBeGreaterThan(4);
    expect(pace.requestsPerSecond).toBeLessThan(70);
    drive(pace, now, now + 3_000, yes);
    expect(pace.requestsPerSecond).toBeGreaterThan(60);
  });

  it("tries rates below the lowest of others if the documented one is lower", () => {
    const pace = new AdaptiveRate(0.2);
    drive(pace, 0, 600_000, no);
    expect(pace.requestsPerSecond).toBeCloseTo(0.0198);
  });
});
