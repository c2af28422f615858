import { expect, it } from "vitest";
import { attemptCall, isCallDeadline } from "../../src/calls/call-attempt.ts";
import type { Clock } from "../../src/calls/clock.ts";
import type { CallContext } from "../../src/driver/call-context.ts";
import type { Failure } from "../../src/driver/failure.ts";

const SCOPE = { ended: undefined, onEnd: () => () => {} };
const FAILURE: Failure = { code: "unavailable", retry: "transient", applied: "no", scope: "call", message: "m" };
const NO_ANSWER: Failure = { ...FAILURE, code: "deadline-exceeded" };

/** As in a process that was suspended: time passes, and no timer runs. */
function createStoppedClock(): Clock & { pass(milliseconds: number): void } {
  let now = 5_000;
  return {
    now: () => now,
    sleep: () => new Promise(() => {}),
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

it("a call is late when its time is up, though no timer has run since", async () => {
  const clock = createStoppedClock();
  const driver = { title: "Example KMS", classify: () => FAILURE };
  const context = await new Promise<CallContext>((resolve) => {
    void attemptCall((given) => (resolve(given), Promise.resolve()), SCOPE, clock, 1_000, driver);
  });
  clock.pass(999);
  expect(context.isLate?.()).toBe(false);
  clock.pass(1);
  expect(context.isLate?.()).toBe(true);
});

it.each<readonly [string, number, Failure, boolean]>([
  ["its time is up", 1_000, NO_ANSWER, true],
  ["a time limit of its own is up", 999, NO_ANSWER, false],
  ["the connection broke", 1_000, FAILURE, false],
  ["the cloud says that it was too slow itself", 1_000, { ...NO_ANSWER, providerCode: "Timeout" }, false],
])("a driver that is the first to say that %s (%d ms)", async (_what, afterMs, failure, isSilent) => {
  const clock = createStoppedClock();
  const driver = { title: "Example KMS", classify: () => failure };
  const error = new Error("of the driver");
  const attempt = attemptCall(() => Promise.resolve().then(() => Promise.reject(error)), SCOPE, clock, 1_000, driver);
  clock.pass(afterMs);
  const thrown = await attempt.catch((reason: unknown) => reason);
  expect(isCallDeadline(thrown)).toBe(isSilent);
  expect(thrown === error).toBe(!isSilent);
});
