import { ScopePace } from "./scope-pace.ts";

/** The figures of one scope of a run while it goes. */
export interface ScopeFigures {
  /** Resources that the plan changes. */
  readonly resources: number;
  /** Resources that have their outcome. */
  readonly settled: number;
  /** Write calls that the plan needs. */
  readonly plannedCalls: number;
  /** Write calls that have ended. */
  readonly calls: number;
  /** Requests per second of the slowest quota in use. Infinite or null if calls are not paced. */
  readonly requestsPerSecond: number | null;
}

/** How far a run has come in one scope, and how fast it goes. Times are milliseconds of a clock that does not jump. */
export class ScopeProgress<Figures extends ScopeFigures = ScopeFigures> {
  /** When the first figures came. */
  readonly startedAt: number;
  readonly #pace = new ScopePace();
  #event: Figures;
  #finishedAt: number | undefined;

  /** Begins with the first figures. */
  constructor(event: Figures, now: number) {
    this.startedAt = now;
    this.#event = event;
    this.update(event, now);
  }

  /** The last figures. */
  get event(): Figures {
    return this.#event;
  }

  /** Nothing more is done: all is settled, or the run has stopped. */
  get finished(): boolean {
    return this.#finishedAt !== undefined;
  }

  /** Every resource has its outcome. */
  get complete(): boolean {
    return this.#event.settled >= this.#event.resources;
  }

  /** Takes newer figures. */
  update(event: Figures, now: number): void {
    this.#event = event;
    this.#pace.note(now, event.calls);
    if (this.complete) this.finish(now);
  }

  /** Nothing more comes: the run has ended or stopped. */
  finish(now: number): void {
    this.#finishedAt ??= now;
  }

  /** Of the last seconds; of the whole time once it is finished. Undefined if it is too early to say. */
  callsPerSecond(now: number): number | undefined {
    if (this.#finishedAt === undefined) return this.#pace.callsPerSecond(now);
    const seconds = this.secondsSoFar(now);
    return seconds < 1 ? undefined : this.#event.calls / seconds;
  }

  /** From the first figures to now, or to the end. */
  secondsSoFar(now: number): number {
    return ((this.#finishedAt ?? now) - this.startedAt) / 1_000;
  }

  /** From the planned calls that are left and the pace; undefined if it cannot be estimated. */
  secondsLeft(now: number): number | undefined {
    if (this.finished) return 0;
    const { plannedCalls, calls, requestsPerSecond } = this.#event;
    const left = plannedCalls - calls;
    const pace = this.callsPerSecond(now) ?? requestsPerSecond ?? Number.POSITIVE_INFINITY;
    // After batches were halved, no planned calls may be left while calls are still made.
    if (left <= 0 || !Number.isFinite(pace) || pace < 0.01) return undefined;
    return left / pace;
  }
}
