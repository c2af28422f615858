/**
 * The time that quotas, timestamps in the state, expiry and eventual consistency follow. Signature freshness does not:
 * clients sign with the wall clock, so it is checked against the wall clock.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Resolves when the given number of milliseconds has passed on this clock. */
  sleep(milliseconds: number): Promise<void>;
}

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
