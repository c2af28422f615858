/** The lanes that a driver has, and may be able to do without. */
export interface HeldLanes {
  /** Lets go of them if nothing is lost by that. Returns whether it did: the driver has none then. `now`: milliseconds. */
  forgetIfIdle(now: number): boolean;
}

/** How often they are asked, milliseconds. */
const ASK_MS = 1_000;

/**
 * The lanes that the drivers of an object have. Whenever a lane is made, drivers without a call for a while let go of theirs: a
 * command over a whole organization comes to thousands of scopes, one after the other.
 */
export class IdleLanes {
  readonly #held = new Set<HeldLanes>();
  #askedAt = Number.NEGATIVE_INFINITY;

  /** A driver has lanes now. */
  add(lanes: HeldLanes): void {
    this.#held.add(lanes);
  }

  /** A lane is made. */
  forget(now: number): void {
    if (now - this.#askedAt < ASK_MS) return;
    this.#askedAt = now;
    for (const lanes of this.#held) if (lanes.forgetIfIdle(now)) this.#held.delete(lanes);
  }
}
