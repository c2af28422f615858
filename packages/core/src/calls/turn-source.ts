/** Turns that one process has drawn, and the state of their quota. Times are milliseconds of the process's own clock. */
export interface TurnLease {
  /** When each turn begins, in order. Empty: a change of the state only. */
  readonly turns: readonly number[];
  /** Turns of an earlier epoch are void from now on. */
  readonly epoch: number;
  /** Calls a second, of all processes together. */
  readonly requestsPerSecond: number;
  /** When the first turn begins that no process has. */
  readonly nextAt: number;
}

/** What gives leases to one lane of one process. */
export interface TurnSource {
  /** Asks for so many turns more; negative: so many of those asked for are not wanted any more. */
  want(calls: number): void;
  /** The cloud has taken a call that left at `sentAt` with a turn of `epoch`. */
  accepted(now: number, sentAt: number, epoch: number): void;
  /** The cloud said "too fast" to such a call. */
  throttled(now: number, sentAt: number, retryAfterMs: number, epoch: number): void;
  /** Nothing is asked for any more. Absent: nothing has to be let go of. */
  close?(): void;
}
