import { systemClock, type Clock } from "@crosstag/core";
import { Departures, LeasedTurns, type TurnSource } from "@crosstag/core/internal";
import { Pause } from "./pause.ts";
import { REACH_MS, SECONDS_OF_ONE_LEASE, type AnswerReport } from "./quota-exchange.ts";
import type { QuotaRows } from "./quota-rows.ts";

/** Answers are reported together, at the latest after so many milliseconds; throttled calls at once. */
const REPORT_AFTER_MS = 2_000;
/** The pause after a database error, milliseconds. */
const RETRY_AFTER_MS = 500;
/** Workers that wait for the same moment come one after the other, within so many milliseconds. */
const SPREAD_MS = 15;
/** The next turns are drawn when so many milliseconds are left until the first of them: as many at once as a lease has. */
const DRAW_BEFORE_MS = REACH_MS - SECONDS_OF_ONE_LEASE * 1_000;
/** A process whose last turn begins later than this need not draw at once, milliseconds; and how long it waits then. */
const SUPPLY_MS = 150;
const SUPPLIED_PAUSE_MS = 50;

/** How long an exchange may wait to be written with others, milliseconds: if a call waits for it, and if it draws ahead. */
const WAITED_FOR_MS = 20;
const AHEAD_MS = 40;

/** undici writes a request in an immediate of its own, which is set after this one. */
const afterWriting = (callback: () => void): void => void setImmediate(() => setImmediate(callback));

/** What a lane says of its database. */
export interface LaneEvents {
  readonly onFailure: (error: unknown) => void;
  readonly onSuccess: () => void;
  readonly onClose: (lane: PostgresLane) => void;
}

/** One lane of one engine, which draws leases from the row of its quota. */
export class PostgresLane implements TurnSource {
  readonly turns: LeasedTurns;
  readonly #quota: string;
  readonly #requestsPerSecond: number;
  readonly #rows: QuotaRows;
  readonly #clock: Clock;
  readonly #events: LaneEvents;
  #wanted = 0;
  /** In this process's time; not reported yet. */
  #answers: AnswerReport[] = [];
  #reportTimer: NodeJS.Timeout | undefined;
  /** Answers must be reported now. */
  #due = false;
  #exchanging = false;
  /** The last exchange for calls. */
  #underWay: Promise<unknown> | undefined;
  #closed = false;
  #ended: Promise<void> | undefined;
  /** Between two exchanges. Calls that wait keep the process alive; this does not. */
  readonly #pause = new Pause();

  constructor(quota: string, requestsPerSecond: number, rows: QuotaRows, events: LaneEvents, clock = systemClock) {
    this.#quota = quota;
    this.#requestsPerSecond = requestsPerSecond;
    this.#rows = rows;
    this.#events = events;
    this.#clock = clock;
    this.turns = new LeasedTurns(requestsPerSecond, new Departures(clock, afterWriting));
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
    this.#pause.end();
  }

  close(): void {
    void this.end().finally(() => this.#events.onClose(this));
  }

  /** Reports what was not reported yet, and draws no more turns. Never rejects. */
  end(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reportTimer);
    return (this.#ended ??= this.#reportRest());
  }

  async #reportRest(): Promise<void> {
    await this.#underWay?.catch(() => {});
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
        const exchanged = this.#exchangeOnce(this.#wanted);
        this.#underWay = exchanged;
        const againAt = await exchanged;
        this.#events.onSuccess();
        if (this.#wanted > 0 && !this.#due)
          await this.#pause.wait(againAt - this.#clock.now() + Math.random() * SPREAD_MS);
      } catch (error) {
        this.#events.onFailure(error);
        await this.#pause.wait(RETRY_AFTER_MS);
      }
    }
    this.#exchanging = false;
  }

  /** Gives when the next turns should be drawn. */
  async #exchangeOnce(calls: number): Promise<number> {
    const answers = this.#answers;
    this.#answers = [];
    try {
      const lease = await this.#rows.exchange({
        quota: this.#quota,
        requestsPerSecond: this.#requestsPerSecond,
        calls,
        answers,
        phase: Math.random(),
        mayWaitMs: this.#patienceMs(answers),
      });
      const now = this.#clock.now();
      this.#wanted = Math.max(0, this.#wanted - lease.turns.length);
      this.turns.receive(lease, now);
      const isSupplied = (lease.turns.at(-1) ?? now) > now + SUPPLY_MS;
      return Math.max(lease.nextAt - DRAW_BEFORE_MS, isSupplied ? now + SUPPLIED_PAUSE_MS : now);
    } catch (error) {
      this.#answers = [...answers, ...this.#answers];
      throw error;
    }
  }

  /** How long an exchange may wait for others: turns are drawn a second ahead, but other processes have to hear of throttling. */
  #patienceMs(answers: readonly AnswerReport[]): number {
    if (this.#closed || answers.some(({ retryAfterMs }) => retryAfterMs !== undefined)) return 0;
    return this.turns.nextAt === Number.POSITIVE_INFINITY ? WAITED_FOR_MS : AHEAD_MS;
  }
}
