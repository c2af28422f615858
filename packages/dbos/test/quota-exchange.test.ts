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
  expect(exchange(null, { requestsPerSecond: 100, calls: 1, phase: 0.9 }).turns).toEqual([9]);
});
