import { AdaptiveRate } from "./adaptive-rate.ts";
import type { AdaptiveRateState } from "./adaptive-rate.ts";
import { CATCH_UP_MS } from "./rate-limiter.ts";

/** What is known of a quota from before: another keeper has given turns of it. */
export interface QuotaHistory {
  /** Calls a second that were last allowed. */
  readonly requestsPerSecond: number;
  /** Turns before this time may have been given already. */
  readonly nextAt: number;
}

/** What a `QuotaLedger` begins with. */
export interface QuotaLedgerOptions {
  /** What another keeper knew. Default: nothing. */
  readonly history?: QuotaHistory | undefined;
  /** The first epoch. Default: 0. */
  readonly epoch?: number | undefined;
  /** Whether more than the documented rate is tried from time to time. Default: true. */
  readonly probes?: boolean | undefined;
}

/** All that a `QuotaLedger` knows, as data that JSON can carry. `null`: never. */
export interface QuotaLedgerState {
  /** The documented rate. */
  readonly requestsPerSecond: number;
  /** When the first turn begins that no process has. */
  readonly nextAt: number | null;
  /** Counts the changes that void turns. */
  readonly epoch: number;
  /** The end of the last pause. */
  readonly pausedUntil: number | null;
  /** The time of the last answer that was reported. */
  readonly lastReport: number | null;
  /** The rate that follows the answers. */
  readonly rate: AdaptiveRateState;
}

/**
 * The timetable of one quota that several processes spend: one row of turns, evenly spaced, each given once. A process
 * draws the next ones as a lease, a little ahead of their time. A turn that is not used in time is lost, so that a
 * process that ends with a lease costs its turns and nothing else.
 *
 * It is a state machine without effects: it knows the time from its callers only. Times are milliseconds of the keeper.
 * One `AdaptiveRate` follows the answers that all processes get, so that throttling slows all of them down at once and
 * one probe is made for all.
 */
export class QuotaLedger {
  readonly #documented: number;
  #rate: AdaptiveRate;
  #nextAt: number;
  /** Counts the changes that void the turns given before. */
  #epoch: number;
  /** No turn begins before this time: the rate was cut, or the cloud asked for a pause. */
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Reports arrive out of order; the time of the rate must not run backwards. */
  #lastReport = Number.NEGATIVE_INFINITY;

  constructor(requestsPerSecond: number, { history, epoch = 0, probes }: QuotaLedgerOptions = {}) {
    this.#documented = requestsPerSecond;
    this.#epoch = epoch;
    this.#rate = new AdaptiveRate(requestsPerSecond, { startAt: history?.requestsPerSecond, probes });
    this.#nextAt = history?.nextAt ?? Number.NEGATIVE_INFINITY;
  }

  /** Continues a timetable from its state. */
  static from(state: QuotaLedgerState, { probes }: Pick<QuotaLedgerOptions, "probes"> = {}): QuotaLedger {
    const ledger = new QuotaLedger(state.requestsPerSecond, { epoch: state.epoch, probes });
    ledger.#rate = AdaptiveRate.from(state.requestsPerSecond, state.rate, { probes });
    ledger.#nextAt = state.nextAt ?? Number.NEGATIVE_INFINITY;
    ledger.#pausedUntil = state.pausedUntil ?? Number.NEGATIVE_INFINITY;
    ledger.#lastReport = state.lastReport ?? Number.NEGATIVE_INFINITY;
    return ledger;
  }

  /** All that it knows. */
  get state(): QuotaLedgerState {
    return {
      requestsPerSecond: this.#documented,
      nextAt: finite(this.#nextAt),
      epoch: this.#epoch,
      pausedUntil: finite(this.#pausedUntil),
      lastReport: finite(this.#lastReport),
      rate: this.#rate.state,
    };
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#rate.requestsPerSecond;
  }

  /** When the first turn begins that no process has. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Turns of an earlier epoch must not be used any more. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Gives the next turns, at most so many, that begin within `reachMs`. None if the first one begins later. */
  draw(now: number, calls: number, reachMs: number): number[] {
    const turns: number[] = [];
    while (turns.length < calls) {
      const at = this.#nextAt < now - CATCH_UP_MS ? now : this.#nextAt;
      if (at > now + reachMs) break;
      this.#rate.sent(at);
      this.#nextAt = at + 1_000 / this.#rate.requestsPerSecond;
      turns.push(at);
    }
    return turns;
  }

  /** No turn begins before `at`. */
  postpone(at: number): void {
    this.#nextAt = Math.max(this.#nextAt, at);
  }

  /** The cloud has taken a call that left at `sentAt` with a turn of `epoch`. */
  accepted(now: number, sentAt: number, epoch: number): void {
    this.#rate.accepted(this.#timeOf(now), this.#sentAt(sentAt, epoch));
  }

  /** The cloud said "too fast" to a call that left at `sentAt` with a turn of `epoch`. True if this began a new epoch. */
  throttled(now: number, sentAt: number, retryAfterMs: number, epoch: number): boolean {
    const time = this.#timeOf(now);
    const pauseMs = Math.max(retryAfterMs, this.#rate.throttled(time, this.#sentAt(sentAt, epoch)));
    // Turns that were given for a later time are void in the new epoch, so that time is free again.
    if (pauseMs === 0 || this.#pausedUntil >= time + pauseMs) return false;
    this.#pausedUntil = this.#nextAt = time + pauseMs;
    this.#epoch += 1;
    return true;
  }

  /** A call with an earlier epoch's turn says nothing of the present rate. */
  #sentAt(sentAt: number, epoch: number): number {
    return epoch === this.#epoch ? sentAt : Number.NEGATIVE_INFINITY;
  }

  #timeOf(report: number): number {
    return (this.#lastReport = Math.max(this.#lastReport, report));
  }
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
