/** The pace is that of the last few seconds, which is what a person sees. */
const WINDOW_MS = 10_000;
/** Closer together they need not be kept. */
const SAMPLE_MS = 500;
/** The shortest time over which a pace is measured, milliseconds. */
const SHORTEST_MS = 1_000;

/** How fast calls are answered, from their growing number. */
export class ScopePace {
  readonly #samples: { readonly at: number; readonly calls: number }[] = [];
  #calls = 0;

  note(now: number, calls: number): void {
    this.#calls = calls;
    const last = this.#samples.at(-1);
    if (last === undefined || now - last.at >= SAMPLE_MS) this.#samples.push({ at: now, calls });
    this.#forget(now);
  }

  /** Undefined if it is too early to say. Falls while no answers come. */
  callsPerSecond(now: number): number | undefined {
    this.#forget(now);
    const [first] = this.#samples;
    if (first === undefined || now - first.at < SHORTEST_MS) return undefined;
    return ((this.#calls - first.calls) / (now - first.at)) * 1_000;
  }

  /** Keeps the last sample before the window: the pace is measured from it. */
  #forget(now: number): void {
    while ((this.#samples[1]?.at ?? Number.POSITIVE_INFINITY) <= now - WINDOW_MS) this.#samples.shift();
  }
}
