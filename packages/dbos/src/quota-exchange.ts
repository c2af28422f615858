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
  /** No other process has used the quota for `OWN_AFTER_MS`. Default: one may have. */
  readonly isOwn?: boolean | undefined;
  /** No turn begins earlier than so many milliseconds from now: the lease arrives then. Default: 0. */
  readonly arrivesInMs?: number | undefined;
}

/** What an exchange results in. */
export interface ExchangeResult {
  readonly lease: TurnLease;
  /** The new state of the quota; undefined if it is as before. */
  readonly state: QuotaLedgerState | undefined;
  /** No process had used it for `OWN_AFTER_MS`. */
  readonly wasUnused: boolean;
}

/** How long before its time a turn is given, milliseconds. */
export const REACH_MS = 1_500;
/** One exchange gives at most so many seconds' worth of turns, so that other workers get theirs in between. */
export const SECONDS_OF_ONE_LEASE = 0.5;
/**
 * A quota of so many calls a second is wide: a process that uses it alone draws the turns of the next second at once, used
 * or not. Calls that read come one by one, and an exchange for each cost more than the call. A lease of a few milliseconds'
 * turns would be missed as a whole by a busy process, so that those of processes that share it are longer, too; the first
 * one is not so long that processes that begin together wait for it.
 */
const WIDE = 50;
const SECONDS_OF_WIDE_LEASE = { own: 1, first: 0.25, shared: 0.1 } as const;
/** A quota that no other process has used for so many milliseconds is a process's own for the moment. */
export const OWN_AFTER_MS = 2_000;
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
  const { answers, calls, isOwn = false, arrivesInMs = 0 } = exchange;
  const wasUnused = isUnused(state, now);
  const ledger = ledgerOf(state, now, exchange);
  for (const { retryAfterMs, now: at, sentAt, epoch } of answers) {
    if (retryAfterMs === undefined) ledger.accepted(at, sentAt, epoch);
    else ledger.throttled(at, sentAt, retryAfterMs, epoch);
  }
  if (calls > 0) ledger.postpone(now + arrivesInMs);
  const use = isOwn ? "own" : wasUnused ? "first" : "shared";
  const turns = ledger.draw(now, turnsFor(calls, use, ledger.requestsPerSecond), REACH_MS);
  const { epoch, nextAt } = ledger;
  return {
    lease: { turns, epoch, requestsPerSecond: ledger.requestsPerSecond, nextAt: Math.max(nextAt, now) },
    state: turns.length > 0 || answers.length > 0 ? ledger.state : undefined,
    wasUnused,
  };
}

function turnsFor(calls: number, use: keyof typeof SECONDS_OF_WIDE_LEASE, requestsPerSecond: number): number {
  if (calls === 0) return 0;
  const fewest = requestsPerSecond < WIDE ? 0 : Math.floor(requestsPerSecond * SECONDS_OF_WIDE_LEASE[use]);
  const most = Math.max(1, Math.floor(requestsPerSecond * SECONDS_OF_ONE_LEASE));
  return Math.max(fewest, Math.min(calls, most));
}

function isUnused(state: QuotaLedgerState | null, now: number): boolean {
  return state === null || now - lastUse(state, now) >= OWN_AFTER_MS;
}

function lastUse({ nextAt, lastReport }: QuotaLedgerState, now: number): number {
  const lastTurn = nextAt ?? now;
  return Math.max(lastTurn, lastReport ?? lastTurn);
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
  const isOld = now - lastUse(state, now) > FORGET_AFTER_MS;
  if (!isOld && requestsPerSecond >= state.requestsPerSecond) return QuotaLedger.from(state, PROBES);
  const history = { requestsPerSecond, nextAt: isOld ? firstAt : nextAt };
  return new QuotaLedger(requestsPerSecond, { ...PROBES, history, epoch: state.epoch + 1 });
}
