import { expect, it } from "vitest";
import { attemptCall } from "../../src/calls/call-attempt.ts";
import type { Clock } from "../../src/calls/clock.ts";
import type { CallContext } from "../../src/driver/call-context.ts";

it("a call is late when its time is up, though no timer has run since", async () => {
  let now = 5_000;
  // As in a process that was suspended: the time has passed, and the timers have not run yet.
  const clock: Clock = { now: () => now, sleep: () => new Promise(() => {}) };
  const context = await new Promise<CallContext>((resolve) => {
    const scope = { ended: undefined, onEnd: () => () => {} };
    void attemptCall((given) => (resolve(given), Promise.resolve()), scope, clock, 1_000, { title: "Example KMS" });
  });
  now += 999;
  expect(context.isLate?.()).toBe(false);
  now += 1;
  expect(context.isLate?.()).toBe(true);
});
