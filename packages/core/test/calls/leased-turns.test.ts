import { expect, test } from "vitest";
import { Departures } from "../../src/calls/departures.ts";
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

test("a call that was written late counts from then on: the eleventh after it waits for a second", () => {
  const time = { now: 0 };
  const written: (() => void)[] = [];
  const departures = new Departures({ now: () => time.now }, (callback) => written.push(callback));
  const turns = new LeasedTurns(10, departures);
  turns.attach({ want: () => {}, accepted: () => {}, throttled: () => {} });
  const begin = Array.from({ length: 12 }, (_, index) => index * 100);
  turns.receive({ turns: begin, epoch: 0, requestsPerSecond: 10, nextAt: 1_200 }, 0);
  const sent: number[] = [];
  // The machine is busy for 100 ms when the first call leaves, and for no time after that.
  for (const busyMs of [100, ...begin.slice(1).map(() => 0)]) {
    time.now = Math.max(time.now, turns.nextAt);
    expect(turns.take(time.now)).toBe(true);
    time.now += busyMs;
    written.pop()?.();
    sent.push(time.now);
  }
  expect(sent[0]).toBe(100);
  expect(sent[1]).toBe(100);
  expect(sent.slice(2, 11)).toEqual(begin.slice(2, 11));
  expect(sent[11]).toBe(1_140);
});
