import { expect, test } from "vitest";
import { LeasedTurns } from "../../src/calls/leased-turns.ts";

test("a turn is used half a turn late at the most, so that a late call comes no closer to the next one", () => {
  const turns = new LeasedTurns(10);
  turns.attach({ want: () => {}, accepted: () => {}, throttled: () => {} });
  turns.receive({ turns: [0, 100, 200, 300], epoch: 0, requestsPerSecond: 10, nextAt: 400 }, 0);
  expect(turns.take(50)).toBe(true);
  // That of 100 is over; that of 200 has begun.
  expect(turns.take(151 + 60)).toBe(true);
  expect(turns.take(211)).toBe(false);
  expect(turns.nextAt).toBe(300);
});
