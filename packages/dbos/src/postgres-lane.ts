import { systemClock, type Clock } from "@crosstag/core";
import { KeeperTime, LeasedTurns, type TurnSource } from "@crosstag/core/internal";
import { REACH_MS, type AnswerReport, type QuotaRows } from "./quota-rows.ts";

/** Answers are reported together, at the latest after so many milliseconds; throttled calls at once. */
const REPORT_AFTER_MS = 500;
/** The pause after a database error, milliseconds. */
const RETRY_AFTER_MS = 500;
/** Workers that wait for the same moment come one after the other, within so many milliseconds. */
const SPREAD_MS = 15;

/** What a lane says of its database. */
export interface LaneEvents {
  readonly onFailure: (error: unknown) => void;
  readonly onSuccess: () => void;
}

/** One lane of one engine, which draws leases from the row of its quota. */
export class PostgresLane implements TurnSource {
  readonly turns: LeasedTurns;
  readonly #quota: string;
  readonly #requestsPerSecond: number;
  readonly #rows: QuotaRows;
  readonly #clock: Clock;
  readonly #events: LaneEvents;
  readonly #time = new KeeperTime();
  #wanted = 0;
  /** In this process's time; not reported yet. */
  #answers: AnswerReport[] = [];
  #reportTimer: NodeJS.Timeout | undefined;
  /** Answers must be reported now. */
  #due = false;
  #exchanging = false;
  #closed = false;

  constructor(quota: string, requestsPerSecond: number, rows: QuotaRows, events: LaneEvents, clock = systemClock) {
    this.#quota = quota;
    this.#requestsPerSecond = requestsPerSecond;
    this.#rows = rows;
    this.#events = events;
    this.#clock = clock;
    this.turns = new LeasedTurns(requestsPerSecond);
    this.turns.attach(this);
  }

  want(calls: number): void {
    this.#wanted = Math.max(0, this.#wanted + calls);
    this.#exchange();
  }

  accepted(now: number, sentAt: number, epoch: number): void {
    this.#answers.push({ now, sentAt, epoch });
    this.#reportTimer ??= setTimeout(() => this.#report(), REPORT_AFTER_MS).unref();
  }

  throttled(now: number, sentAt: number, retryAfterMs: number, epoch: number): void {
    this.#answers.push({ now, sentAt, epoch, retryAfterMs });
    this.#report();
  }

  /** Reports what was not reported yet, and draws no more turns. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reportTimer);
    if (this.#answers.length > 0) await this.#exchangeOnce(0).catch(() => {});
  }

  #report(): void {
    clearTimeout(this.#reportTimer);
    this.#reportTimer = undefined;
    this.#due = true;
    this.#exchange();
  }

  #exchange(): void {
    if (!this.#exchanging && !this.#closed) void this.#exchangeWhileNeeded();
  }

  /** Never rejects. */
  async #exchangeWhileNeeded(): Promise<void> {
    this.#exchanging = true;
    while (!this.#closed && (this.#wanted > 0 || this.#due)) {
      this.#due = false;
      try {
        const againAt = await this.#exchangeOnce(this.#wanted);
        this.#events.onSuccess();
        if (this.#wanted > 0 && !this.#due) await this.#pause(againAt - this.#clock.now() + Math.random() * SPREAD_MS);
      } catch (error) {
        this.#events.onFailure(error);
        await this.#pause(RETRY_AFTER_MS);
      }
    }
    this.#exchanging = false;
  }

  /** Gives when the next turns can be drawn. */
  async #exchangeOnce(calls: number): Promise<number> {
    const answers = this.#answers;
    this.#answers = [];
    const told = answers.map((answer) => ({
      ...answer,
      now: this.#time.toKeeper(answer.now),
      sentAt: this.#time.toKeeper(answer.sentAt),
    }));
    const drawn = { quota: this.#quota, requestsPerSecond: this.#requestsPerSecond, calls, answers: told };
    try {
      const lease = await this.#rows.exchange(drawn, (now) => this.#time.heard(now, this.#clock.now()));
      const toOwn = (at: number) => this.#time.toOwn(at);
      this.#wanted = Math.max(0, this.#wanted - lease.turns.length);
      const nextAt = toOwn(lease.nextAt);
      this.turns.receive({ ...lease, turns: lease.turns.map(toOwn), nextAt }, this.#clock.now());
      return nextAt - REACH_MS;
    } catch (error) {
      this.#answers = [...answers, ...this.#answers];
      throw error;
    }
  }

  /** Calls that wait keep the process alive; this does not. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void setTimeout(resolve, Math.max(0, milliseconds)).unref());
  }
}
