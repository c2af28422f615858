import { QuotaLedger, type QuotaLedgerState, type TurnLease } from "@crosstag/core/internal";

/** An answer of the cloud. Times are milliseconds of one clock. */
export interface AnswerReport {
  readonly now: number;
  readonly sentAt: number;
  readonly epoch: number;
  /** Only if the cloud throttled the call: how long it asked to wait; 0: it named no time. */
  readonly retryAfterMs?: number;
}

/** What a lane draws and reports at once. */
export interface QuotaExchange {
  readonly quota: string;
  readonly requestsPerSecond: number;
  /** Turns that are wanted. */
  readonly calls: number;
  readonly answers: readonly AnswerReport[];
  /** Where in its interval the first turn of a quota begins that was not used lately, from 0 to 1. Default: at once. */
  readonly phase?: number | undefined;
  /** How long it may wait to be written together with others, milliseconds. Default: not at all. */
  readonly mayWaitMs?: number | undefined;
  /** No other process has used the quota for some time. Default: one may have. */
  readonly isOwn?: boolean | undefined;
}

/** What an exchange results in. */
export interface ExchangeResult {
  readonly lease: TurnLease;
  /** The new state of the quota; undefined if it is as before. */
  readonly state: QuotaLedgerState | undefined;
}

/** How long before its time a turn is given, milliseconds. */
export const REACH_MS = 1_500;
/** One exchange gives at most so many seconds' worth of turns, so that other workers get theirs in between. */
export const SECONDS_OF_ONE_LEASE = 0.5;
/**
 * A quota of so many calls a second is wide: a process that uses it alone draws the turns of the next second at once, used
 * or not. Calls that read come one by one, and an exchange for each cost more than the call.
 */
const WIDE = 50;
const SECONDS_AHEAD = 1;
/**
 * Scopes that begin together would call at the same moments for as long as they run, and calls that wait for the processor
 * arrive unevenly. Their timetables begin apart, by so many milliseconds at the most.
 */
const MOST_APART_MS = 100;
/** After so many milliseconds without use a quota begins anew: what was learned of it is out of date. */
const FORGET_AFTER_MS = 60_000;
/** Workers run for hours without a person: they never send more than what is documented, configured or discovered. */
const PROBES = { probes: false } as const;

/**
 * Draws turns and reports answers.
 * @param state of the quota; null: it was never used
 * @param now milliseconds of the clock that all times are of
 */
export function exchangeTurns(state: QuotaLedgerState | null, now: number, exchange: QuotaExchange): ExchangeResult {
  const { answers } = exchange;
  const ledger = ledgerOf(state, now, exchange);
  for (const { retryAfterMs, now: at, sentAt, epoch } of answers) {
    if (retryAfterMs === undefined) ledger.accepted(at, sentAt, epoch);
    else ledger.throttled(at, sentAt, retryAfterMs, epoch);
  }
  const turns = ledger.draw(now, turnsFor(exchange, ledger.requestsPerSecond), REACH_MS);
  const { epoch, nextAt } = ledger;
  return {
    lease: { turns, epoch, requestsPerSecond: ledger.requestsPerSecond, nextAt: Math.max(nextAt, now) },
    state: turns.length > 0 || answers.length > 0 ? ledger.state : undefined,
  };
}

function turnsFor({ calls, isOwn = false }: QuotaExchange, requestsPerSecond: number): number {
  if (calls > 0 && isOwn && requestsPerSecond >= WIDE) return Math.floor(requestsPerSecond * SECONDS_AHEAD);
  return Math.min(calls, Math.max(1, Math.floor(requestsPerSecond * SECONDS_OF_ONE_LEASE)));
}

/** Configurations can differ: the lowest rate that was used in the last minute counts. */
function ledgerOf(
  state: QuotaLedgerState | null,
  now: number,
  { requestsPerSecond, phase = 0 }: QuotaExchange,
): QuotaLedger {
  const firstAt = now + phase * Math.min(1_000 / requestsPerSecond, MOST_APART_MS);
  if (state === null) {
    const ledger = new QuotaLedger(requestsPerSecond, PROBES);
    ledger.postpone(firstAt);
    return ledger;
  }
  const nextAt = state.nextAt ?? now;
  const isOld = now - Math.max(nextAt, state.lastReport ?? nextAt) > FORGET_AFTER_MS;
  if (!isOld && requestsPerSecond >= state.requestsPerSecond) return QuotaLedger.from(state, PROBES);
  const history = { requestsPerSecond, nextAt: isOld ? firstAt : nextAt };
  return new QuotaLedger(requestsPerSecond, { ...PROBES, history, epoch: state.epoch + 1 });
}
