import type { Departures } from "./departures.ts";
import { CATCH_UP_MS, GRAIN_MS } from "./rate-limiter.ts";
import type { QuotaTurns } from "./quota-budget.ts";
import type { QuotaHistory } from "./quota-ledger.ts";
import type { TurnLease, TurnSource } from "./turn-source.ts";

/** The turns of a quota that several processes spend: leases that a source gives, as many as calls wait. */
export class LeasedTurns implements QuotaTurns {
  #source: TurnSource | undefined;
  /** When each turn begins, in order. */
  #turns: number[] = [];
  #epoch = 0;
  /** Calls that left before this time had turns of an earlier epoch. */
  #epochSince = Number.NEGATIVE_INFINITY;
  /** Asked for and not received. */
  #asked = 0;
  #waiting = 0;
  #onTurns = () => {};
  #requestsPerSecond: number;
  readonly #departures: Departures | undefined;
  /** When the first turn begins that no process has, as far as this one knows. */
  #tableEndsAt: number | undefined;

  /** @param departures of this process's calls. Default: each call leaves when it takes its turn. */
  constructor(requestsPerSecond: number, departures?: Departures) {
    this.#requestsPerSecond = requestsPerSecond;
    this.#departures = departures;
  }

  /** Calls a second, of all processes together, as the last lease said. */
  get requestsPerSecond(): number {
    return this.#requestsPerSecond;
  }

  /** When the first turn begins that this process has, or when it can be used. */
  get nextAt(): number {
    const [first = Number.POSITIVE_INFINITY] = this.#turns;
    return Math.max(first, this.#departures?.freeAt(this.#requestsPerSecond) ?? first);
  }

  /** What the next keeper should know, if there was an earlier one. */
  get history(): QuotaHistory | undefined {
    if (this.#tableEndsAt === undefined) return undefined;
    return { requestsPerSecond: this.#requestsPerSecond, nextAt: this.#tableEndsAt };
  }

  /** Draws from this source from now on. */
  attach(source: TurnSource): void {
    this.#source = source;
    this.#ask();
  }

  /** The source is gone, and the turns that it has given are void. */
  detach(now: number): void {
    this.#source = undefined;
    this.#asked = 0;
    this.#epochSince = now;
    this.#turns = [];
    // Another process may have used a turn a moment ago that this one does not know of.
    const clearFrom = now + 1_000 / this.#requestsPerSecond;
    if (this.#tableEndsAt !== undefined) this.#tableEndsAt = Math.max(this.#tableEndsAt, clearFrom);
  }

  /** A lease has arrived. */
  receive({ turns, epoch, requestsPerSecond, nextAt }: TurnLease, now: number): void {
    this.#requestsPerSecond = requestsPerSecond;
    this.#tableEndsAt = nextAt;
    this.#asked = Math.max(0, this.#asked - turns.length);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#epochSince = now;
      this.#turns = [];
    }
    this.#turns.push(...turns);
    this.#onTurns();
  }

  /** Takes a turn; asks for one if there is none. */
  take(now: number): boolean {
    this.#dropLate(now);
    if (this.#turns.length === 0 && this.#asked === 0) {
      this.#waiting = Math.max(this.#waiting, 1);
      // A source in this process answers at once.
      this.#ask();
    }
    if (this.nextAt > now + GRAIN_MS) return false;
    this.#turns.shift();
    this.#departures?.note(now);
    this.#waiting = Math.max(0, this.#waiting - 1);
    return true;
  }

  /** Asks the source for the turns that are missing for so many calls. */
  want(calls: number, onTurns: () => void): void {
    this.#waiting = calls;
    this.#onTurns = onTurns;
    this.#ask();
  }

  /** Reports it to the source. */
  succeeded(now: number, sentAt: number): void {
    this.#source?.accepted(now, sentAt, this.#epochOf(sentAt));
  }

  /** Reports it to the source, which slows all processes down. */
  throttled(now: number, sentAt: number, retryAfterMs: number): void {
    this.#source?.throttled(now, sentAt, retryAfterMs, this.#epochOf(sentAt));
  }

  /** Asks the source for nothing more. */
  close(): void {
    this.#source?.close?.();
  }

  #ask(): void {
    const missing = this.#waiting - this.#turns.length - this.#asked;
    if (this.#source === undefined || missing === 0 || (missing < 0 && this.#asked === 0)) return;
    const change = Math.max(missing, -this.#asked);
    this.#asked += change;
    this.#source.want(change);
  }

  /**
   * A call that leaves late comes closer to those of the next turns, which may be another process's: by half a turn at the
   * most, so that a second has one call more than the rate, and not two, although calls also travel unevenly.
   */
  #dropLate(now: number): void {
    const latenessMs = Math.max(CATCH_UP_MS, 500 / this.#requestsPerSecond);
    while ((this.#turns[0] ?? now) < now - latenessMs) this.#turns.shift();
  }

  #epochOf(sentAt: number): number {
    return sentAt < this.#epochSince ? -1 : this.#epoch;
  }
}
