import { expect, test } from "vitest";
import { QuotaLedger } from "../../src/calls/quota-ledger.ts";

const RATE = 10;
const SECONDS = 90;

/** The most turns that begin within one second while all are used, and every call is accepted. */
function mostInOneSecond(open: (ledger: QuotaLedger | undefined) => QuotaLedger): number {
  const begun: number[] = [];
  let ledger = open(undefined);
  for (let now = 0; now < SECONDS * 1_000; now += 50) {
    const turns = ledger.draw(now, RATE, 50);
    for (const at of turns) ledger.accepted(at + 20, at, ledger.epoch);
    begun.push(...turns);
    ledger = open(ledger);
  }
  return Math.max(...begun.map((from) => begun.filter((at) => at >= from && at < from + 1_000).length));
}

test("without probes no second has more than the documented rate, also when the state was kept meanwhile", () => {
  const kept = (probes: boolean) => (ledger: QuotaLedger | undefined) =>
    ledger === undefined ? new QuotaLedger(RATE, { probes }) : QuotaLedger.from(ledger.state, { probes });
  expect(mostInOneSecond(kept(false))).toBe(RATE);
  expect(mostInOneSecond(kept(true))).toBeGreaterThan(RATE + 1);
});

test("without probes a rate that another process has found by one is not kept", () => {
  const history = { requestsPerSecond: RATE * 3, nextAt: 0 };
  const found = new QuotaLedger(RATE, { history });
  expect(found.requestsPerSecond).toBe(RATE * 3);
  expect(QuotaLedger.from(found.state, { probes: false }).requestsPerSecond).toBeLessThanOrEqual(RATE);
  expect(new QuotaLedger(RATE, { history, probes: false }).requestsPerSecond).toBeLessThanOrEqual(RATE);
});
