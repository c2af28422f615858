import { known } from "../batching/batches.ts";

/** The shortest time after which a rate counts as used, milliseconds, and the fewest calls. */
const SPAN_MS = 500;
const SPAN_CALLS = 4;
/** Share of the rate that has to be used. */
const USED_SHARE = 0.85;
/** Marks of what has passed: one in so many milliseconds, and so many of them. */
const MARK_MS = 500;
const MARKS = 24;

/** What `Use` knows, as data. */
export interface UseState {
  readonly since: number | null;
  readonly gapsMs: number;
  readonly calls: number;
  readonly used: boolean;
}

/** Whether calls use the rate that they are given: a rate that is not used teaches nothing. */
export class Use {
  #since: number | undefined;
  #gapsMs: number;
  #calls: number;
  #used: boolean;

  constructor({ since, gapsMs, calls, used }: UseState = { since: null, gapsMs: 0, calls: 0, used: false }) {
    this.#since = since ?? undefined;
    this.#gapsMs = gapsMs;
    this.#calls = calls;
    this.#used = used;
  }

  get state(): UseState {
    return { since: this.#since ?? null, gapsMs: this.#gapsMs, calls: this.#calls, used: this.#used };
  }

  restart(at: number): void {
    this.#since = at;
    this.#gapsMs = 0;
    this.#calls = 0;
  }

  busy(now: number): boolean {
    return this.#used || (this.#calls >= SPAN_CALLS && this.#uses(now));
  }

  /** Gives at the end of a span for how long the rate was used in it, 0 if it was not; undefined within a span. */
  sent(now: number, gapMs: number): number | undefined {
    this.#since ??= now;
    const spanMs = now - this.#since;
    this.#calls += 1;
    this.#gapsMs += gapMs;
    if (spanMs < SPAN_MS) return undefined;
    const used = this.#uses(now);
    if (used && this.#calls < SPAN_CALLS) return undefined;
    this.#used = used;
    this.restart(now);
    return used ? spanMs : 0;
  }

  #uses(now: number): boolean {
    return this.#gapsMs >= USED_SHARE * (now - (this.#since ?? now));
  }
}

/** The accepted calls of the last second. */
export class AcceptedCalls {
  #times: number[];
  #first = 0;

  constructor(times: readonly number[] = []) {
    this.#times = [...times];
  }

  /** Their times. */
  get state(): readonly number[] {
    return this.#times.slice(this.#first);
  }

  add(now: number): void {
    this.#dropOld(now);
    this.#times.push(now);
  }

  lastSecond(now: number): { readonly count: number; readonly oldest: number } {
    this.#dropOld(now);
    return { count: this.#times.length - this.#first, oldest: this.#times[this.#first] ?? now };
  }

  #dropOld(now: number): void {
    while ((this.#times[this.#first] ?? now) <= now - 1_000) this.#first += 1;
    // Moving the rest costs its length, so it waits until that is the smaller part.
    if (this.#first * 2 <= this.#times.length) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }
}

/** What `Passed` knows, as data. */
export interface PassedState {
  readonly marks: readonly { readonly at: number; readonly count: number }[];
  readonly count: number;
}

/** What was accepted since the last cut. */
export class Passed {
  #marks: { readonly at: number; readonly count: number }[];
  #count: number;

  constructor({ marks, count }: PassedState = { marks: [], count: 0 }) {
    this.#marks = [...marks];
    this.#count = count;
  }

  get state(): PassedState {
    return { marks: this.#marks, count: this.#count };
  }

  restart(now: number): void {
    this.#count = 0;
    this.#marks = [{ at: now, count: 0 }];
  }

  add(now: number): void {
    const last = this.#marks.at(-1);
    if (last === undefined || now - last.at >= MARK_MS) {
      this.#marks.push({ at: now, count: this.#count });
      if (this.#marks.length > MARKS) this.#marks.shift();
    }
    this.#count += 1;
  }

  /** The lowest quota that explains it, calls a second, where a bucket of one second's worth helps. */
  least(now: number): number {
    return this.#marks.reduce(
      (most, { at, count }) => Math.max(most, (this.#count - count) / ((now - at) / 1_000 + 1)),
      0,
    );
  }
}

/** How long a rate is used without throttling before the first probe, milliseconds. */
const FIRST_AFTER_MS = 14_000;
/** A failed probe costs a throttled call or a few, so that in the long run there is at most one in so many calls ... */
const CALLS_BETWEEN = 4_000;
/** ... and, as it costs more at high rates, at most one in so many milliseconds. */
const LONGEST_OF_FAST_MS = 120_000;
const FIRST_STEP = 1.3;
const NEXT_STEP = 2;
/** What has to be accepted beyond what a full bucket of one second's worth explains. */
const MARGIN = 1.02;

/** What `RateProbe` knows, as data. */
export interface RateProbeState {
  readonly waitMs: number;
  readonly quietMs: number;
  readonly base: number | null;
  readonly stepAt: number;
  readonly accepted: number;
  readonly succeeded: boolean;
}

const NO_PROBE: RateProbeState = {
  waitMs: FIRST_AFTER_MS,
  quietMs: 0,
  base: null,
  stepAt: 0,
  accepted: 0,
  succeeded: false,
};

/** Looks for a quota above the rate: a small step at first; while steps succeed, doubling. */
export class RateProbe {
  #waitMs: number;
  #quietMs: number;
  /** The rate before the step; undefined if no probe is running. */
  #base: number | undefined;
  #stepAt: number;
  #accepted: number;
  #succeeded: boolean;

  constructor({ waitMs, quietMs, base, stepAt, accepted, succeeded }: RateProbeState = NO_PROBE) {
    this.#waitMs = waitMs;
    this.#quietMs = quietMs;
    this.#base = base ?? undefined;
    this.#stepAt = stepAt;
    this.#accepted = accepted;
    this.#succeeded = succeeded;
  }

  get state(): RateProbeState {
    return {
      waitMs: this.#waitMs,
      quietMs: this.#quietMs,
      base: this.#base ?? null,
      stepAt: this.#stepAt,
      accepted: this.#accepted,
      succeeded: this.#succeeded,
    };
  }

  get running(): boolean {
    return this.#base !== undefined;
  }

  get due(): boolean {
    return this.#quietMs >= this.#waitMs;
  }

  /** Calls have used the rate for so much longer without throttling. */
  quiet(usedMs: number): void {
    this.#quietMs += usedMs;
  }

  /** Ends a probe; the time without throttling starts anew. */
  calm(): void {
    this.#quietMs = 0;
    this.#base = undefined;
  }

  /** Gives the rate to try. */
  start(now: number, rate: number): number {
    this.#succeeded = false;
    return this.#step(now, rate, FIRST_STEP);
  }

  /** Calls do not use the rate that is tried, so that nothing is learned. Returns the rate to restore. */
  giveUp(): number {
    const rate = known(this.#base);
    this.calm();
    return rate;
  }

  /** Gives the next rate to try if `rate` has proved itself. */
  accepted(now: number, sentAt: number, rate: number): number | undefined {
    if (sentAt < this.#stepAt) return undefined;
    this.#accepted += 1;
    const seconds = (now - this.#stepAt) / 1_000;
    if (this.#accepted < MARGIN * known(this.#base) * (seconds + 1)) return undefined;
    this.#succeeded = true;
    this.#waitMs = FIRST_AFTER_MS;
    return this.#step(now, rate, NEXT_STEP);
  }

  /**
   * The first step failed: gives the rate to go back to, and a pause that gives the bucket back what the step took from
   * it, or jitter would be throttled from now on. Undefined if steps have succeeded: the quota has grown.
   */
  throttled(now: number): { readonly rate: number; readonly pauseMs: number } | undefined {
    if (this.#succeeded) return undefined;
    const rate = known(this.#base);
    this.#waitMs = Math.min(this.#waitMs * 2, Math.max(LONGEST_OF_FAST_MS, (CALLS_BETWEEN * 1_000) / rate));
    return { rate, pauseMs: (this.#accepted * 1_000) / rate - (now - this.#stepAt) };
  }

  #step(now: number, rate: number, factor: number): number {
    this.#base = rate;
    this.#stepAt = now;
    this.#accepted = 0;
    return rate * factor;
  }
}
