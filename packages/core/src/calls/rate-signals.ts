/** The shortest time after which a rate counts as used, milliseconds, and the fewest calls. */
const SPAN_MS = 500;
const SPAN_CALLS = 4;
/** Share of the rate that has to be used. */
const USED_SHARE = 0.85;
/** Marks of what has passed: one in so many milliseconds, and so many of them. */
const MARK_MS = 500;
const MARKS = 24;

/** Whether calls use the rate that they are given: a rate that is not used teaches nothing. */
export class Use {
  #since: number | undefined;
  #gapsMs = 0;
  #calls = 0;
  #used = false;

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
  #times: number[] = [];
  #first = 0;

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

/** What was accepted since the last cut. */
export class Passed {
  #marks: { readonly at: number; readonly count: number }[] = [];
  #count = 0;

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
