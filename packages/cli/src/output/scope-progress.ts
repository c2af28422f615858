import type { CrosstagEvent } from "@crosstag/core";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { ScopePace } from "./scope-pace.ts";

export type RunProgressEvent = CrosstagEvent & { readonly type: "run-progress" };

/** How far a run has come in one scope, and how fast it goes. */
export class ScopeProgress {
  readonly startedAt: number;
  readonly #pace = new ScopePace();
  #event: RunProgressEvent;
  #finishedAt: number | undefined;

  constructor(event: RunProgressEvent, now: number) {
    this.startedAt = now;
    this.#event = event;
    this.update(event, now);
  }

  get event(): RunProgressEvent {
    return this.#event;
  }

  /** Nothing more is done: all is settled, or the run has stopped. */
  get finished(): boolean {
    return this.#finishedAt !== undefined;
  }

  get complete(): boolean {
    return this.#event.settled >= this.#event.resources;
  }

  update(event: RunProgressEvent, now: number): void {
    this.#event = event;
    this.#pace.note(now, event.calls);
    if (this.complete) this.finish(now);
  }

  finish(now: number): void {
    this.#finishedAt ??= now;
  }

  /** Of the last seconds; of the whole time once it is finished. Undefined if it is too early to say. */
  callsPerSecond(now: number): number | undefined {
    if (this.#finishedAt === undefined) return this.#pace.callsPerSecond(now);
    const seconds = this.secondsSoFar(now);
    return seconds < 1 ? undefined : this.#event.calls / seconds;
  }

  secondsSoFar(now: number): number {
    return ((this.#finishedAt ?? now) - this.startedAt) / 1_000;
  }

  /** `1 failed, 2 unknown`: each that there is. Undefined: neither. */
  get problems(): string | undefined {
    const { failed, unknown } = this.#event;
    const counts = [
      failed > 0 && `${describeNumber(failed)} failed`,
      unknown > 0 && `${describeNumber(unknown)} unknown`,
    ];
    return counts.filter((count) => count !== false).join(", ") || undefined;
  }

  /** From the planned calls that are left and the pace; undefined if it cannot be estimated. */
  secondsLeft(now: number): number | undefined {
    if (this.finished) return 0;
    const { plannedCalls, calls, requestsPerSecond } = this.#event;
    const left = plannedCalls - calls;
    const pace = this.callsPerSecond(now) ?? requestsPerSecond;
    // After batches were halved, no planned calls may be left while calls are still made.
    if (left <= 0 || !Number.isFinite(pace) || pace < 0.01) return undefined;
    return left / pace;
  }

  /** `16 min`: not more exact than the estimate is. Undefined without an estimate. */
  timeLeft(now: number): string | undefined {
    const seconds = this.secondsLeft(now);
    if (seconds === undefined) return undefined;
    return describeDuration(seconds < 60 ? Math.ceil(seconds) : Math.round(seconds / 60) * 60);
  }
}
