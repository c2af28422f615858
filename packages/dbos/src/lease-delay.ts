/** One message that takes long must not delay the turns of many later leases. */
const REMEMBERED = 5;
/** Leases that take longer are an exception: their turns are lost, and others are drawn. */
const LONGEST_MS = 500;

/**
 * How long a lease takes from the moment for which it is drawn until it arrives: the database can be far away, and this
 * process busy. A turn that begins before cannot be used any more.
 */
export class LeaseDelay {
  readonly #last: number[] = [];

  /** A lease has taken so many milliseconds. */
  note(milliseconds: number): void {
    this.#last.push(milliseconds);
    if (this.#last.length > REMEMBERED) this.#last.shift();
  }

  /** How long the next one may take, milliseconds: as long as the slowest of the last ones. */
  get milliseconds(): number {
    return Math.min(LONGEST_MS, Math.max(0, ...this.#last));
  }
}
