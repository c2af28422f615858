import { eachConcurrently } from "../../src/calls/concurrency.ts";
import { OwnTurns, RateLimiter } from "../../src/calls/rate-limiter.ts";
import { RequestScope } from "../../src/calls/request-scope.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";

/** What is left of a quota, calls a second, at a time in seconds. */
type Left = (seconds: number) => number;
export type CloudKind = "bucket" | "window";

export interface Load {
  readonly documented: number;
  readonly left: Left;
  readonly kind: CloudKind;
  readonly seed: number;
  /** Calls of each limiter. */
  readonly calls: number;
  /** Rate limiters on the same quota that know nothing of each other; default 1. */
  readonly limiters?: number;
  /** Calls of each limiter under way at once; default 16. */
  readonly inFlight?: number;
  /** The slowest answer, milliseconds, half of it on the way there; default 50. */
  readonly slowestMs?: number;
}

export interface Course {
  readonly seconds: number;
  /** Calls made, also throttled ones. */
  readonly made: number;
  readonly throttled: number;
  /** The most that one call was throttled. */
  readonly mostThrottles: number;
  /** When each limiter was done, seconds. */
  readonly finished: readonly number[];
  /** Calls that the cloud let through from one second to another. */
  readonly passed: (from: number, to: number) => number;
  readonly throttledBetween: (from: number, to: number) => number;
}

/** Whether one more call is let through. Like the local clouds: one second's worth, full at first and after a change. */
function tokenBucket(left: Left): (now: number) => boolean {
  let capacity = -1;
  let tokens = 0;
  let filledAt = 0;
  return (now) => {
    const rate = left(now / 1_000);
    if (capacity !== Math.max(1, rate)) tokens = capacity = Math.max(1, rate);
    else tokens = Math.min(capacity, tokens + ((now - filledAt) / 1_000) * rate);
    filledAt = now;
    if (rate === 0 || tokens < 1 - 1e-9) return false;
    tokens -= 1;
    return true;
  };
}

/** Counts calls over a sliding window of one second, the strictest way a cloud can. */
function slidingWindow(left: Left): (now: number) => boolean {
  const passed: number[] = [];
  // Earlier calls have left the window, and never return to it.
  let first = 0;
  return (now) => {
    while ((passed[first] ?? now) <= now - 1_000) first += 1;
    if (passed.length - first >= left(now / 1_000)) return false;
    passed.push(now);
    return true;
  };
}

function between(times: readonly number[]): (from: number, to: number) => number {
  return (from, to) => times.filter((at) => at >= from && at < to).length;
}

/** Runs limiters against one quota in simulated time. The same load takes the same course every time. */
export async function simulate(load: Load): Promise<Course> {
  const { documented, left, kind, seed, calls, limiters = 1, inFlight = 16, slowestMs = 50 } = load;
  const clock = createVirtualClock();
  const random = seededRandom(seed);
  const admit = kind === "bucket" ? tokenBucket(left) : slidingWindow(left);
  const travel = () => clock.sleep(1 + random() * (slowestMs / 2 - 1));
  const request = new RequestScope({}, clock, undefined);
  const passedAt: number[] = [];
  const throttledAt: number[] = [];
  let made = 0;
  let mostThrottles = 0;
  const finished = await Promise.all(
    Array.from({ length: limiters }, async () => {
      const limiter = new RateLimiter(new OwnTurns(documented), clock);
      await eachConcurrently(Array.from({ length: calls }), inFlight, async () => {
        for (let throttles = 0; ; mostThrottles = Math.max(mostThrottles, (throttles += 1))) {
          await limiter.acquire(request);
          made += 1;
          const sentAt = clock.now();
          await travel();
          const admitted = admit(clock.now());
          (admitted ? passedAt : throttledAt).push(clock.now() / 1_000);
          await travel();
          if (admitted) return limiter.succeeded(sentAt);
          limiter.throttled(0, sentAt);
        }
      });
      return clock.now() / 1_000;
    }),
  );
  return {
    seconds: clock.now() / 1_000,
    made,
    throttled: throttledAt.length,
    mostThrottles,
    finished,
    passed: between(passedAt),
    throttledBetween: between(throttledAt),
  };
}
