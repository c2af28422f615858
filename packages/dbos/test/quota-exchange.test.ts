import type { QuotaLedgerState } from "@crosstag/core/internal";
import { expect, test } from "vitest";
import { exchangeTurns, type QuotaExchange } from "../src/quota-exchange.ts";

const NOW = 1_000_000;
const INTERVAL_MS = 1_000 / (10 * 0.99);

/** When the first turns of a quota begin, after `NOW`, and its state. */
function exchange(state: QuotaLedgerState | null, more: Partial<QuotaExchange> = {}) {
  const given = { quota: "tag", requestsPerSecond: 10, calls: 2, answers: [], ...more };
  const { lease, state: next } = exchangeTurns(state, NOW, given);
  return { turns: lease.turns.map((at) => at - NOW), state: next ?? state };
}

test("a quota that was not used before begins in its own phase, and one that was continues", () => {
  expect(exchange(null).turns).toEqual([0, expect.closeTo(INTERVAL_MS)]);
  const { turns, state } = exchange(null, { phase: 0.3 });
  expect(turns).toEqual([30, expect.closeTo(30 + INTERVAL_MS)]);
  expect(exchange(state, { phase: 0.9 }).turns).toEqual([
    expect.closeTo(30 + 2 * INTERVAL_MS),
    expect.closeTo(30 + 3 * INTERVAL_MS),
  ]);
});

test("a quota that was not used for a minute begins in a phase again", () => {
  const { state } = exchange(null);
  const given = { quota: "tag", requestsPerSecond: 10, calls: 1, answers: [], phase: 0.3 };
  const firstAfter = (restMs: number) => exchangeTurns(state, NOW + restMs, given).lease.turns[0];
  expect(firstAfter(5_000)).toBe(NOW + 5_000);
  expect(firstAfter(120_000)).toBe(NOW + 120_030);
});

test("the first call of a slow quota waits for a tenth of a second at the most", () => {
  expect(exchange(null, { requestsPerSecond: 0.5, calls: 1, phase: 0.9 }).turns).toEqual([90]);
  expect(exchange(null, { requestsPerSecond: 40, calls: 1, phase: 0.9 }).turns).toEqual([22.5]);
});

test("no turn begins before its lease arrives", () => {
  const { turns, state } = exchange(null, { arrivesInMs: 120 });
  expect(turns).toEqual([120, expect.closeTo(120 + INTERVAL_MS)]);
  // The next turn is later than that anyway.
  expect(exchange(state, { arrivesInMs: 120 }).turns[0]).toBeCloseTo(120 + 2 * INTERVAL_MS);
  // Who only reports takes no time from the others.
  const report = { now: NOW, sentAt: NOW - 10, epoch: 0 };
  const reported = exchange(state, { calls: 0, answers: [report], arrivesInMs: 500 }).state;
  expect(exchange(reported).turns[0]).toBeCloseTo(120 + 2 * INTERVAL_MS);
});

test("a lease of a wide quota has the turns of a part of a second, and the longest one if no other process draws", () => {
  const wide = { requestsPerSecond: 1_000, calls: 1 };
  const first = exchange(null, wide);
  expect(first.turns).toHaveLength(247);
  expect(exchange(first.state, wide).turns).toHaveLength(99);
  expect(exchange(first.state, { ...wide, isOwn: true }).turns).toHaveLength(990);
  expect(exchange(first.state, { ...wide, calls: 300 }).turns).toHaveLength(300);
  expect(exchange(first.state, { ...wide, calls: 900 }).turns).toHaveLength(495);
});
