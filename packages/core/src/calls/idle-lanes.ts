/** A caller with lanes, which it may be able to do without. */
export interface CallerWithLanes {
  /** Lets go of its lanes if nothing is lost by that: it has none then. */
  forgetIdleLanes(now: number): boolean;
}

/** How often callers are asked, milliseconds. */
const ASK_MS = 1_000;

/**
 * The callers of an object that have lanes. Whenever a lane is made, callers without a call for a while let go of theirs: a
 * command over a whole organization comes to thousands of scopes, one after the other.
 */
export class IdleLanes {
  readonly #callers = new Set<CallerWithLanes>();
  #askedAt = Number.NEGATIVE_INFINITY;

  /** It has lanes now. */
  add(caller: CallerWithLanes): void {
    this.#callers.add(caller);
  }

  /** A lane is made. */
  forget(now: number): void {
    if (now - this.#askedAt < ASK_MS) return;
    this.#askedAt = now;
    for (const caller of this.#callers) if (caller.forgetIdleLanes(now)) this.#callers.delete(caller);
  }
}
