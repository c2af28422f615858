import type { Clock, Ending } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import { LeaseLoss } from "./lease-loss.ts";

/** Who a worker is. */
export interface WorkerIdentity {
  /** Never used by another process. */
  readonly id: string;
  /** The version of its workflows. */
  readonly version: string;
  /** The name of its machine, for people. */
  readonly host: string;
}

/**
 * The right of a worker to make calls for the chunks that it has begun, which it renews in the database. Other workers
 * take its chunks over when the lease has ended in the database. The worker stops a third of the lease earlier by its own
 * clock, so that a call that began before has ended by then. A lease that has ended and was not taken over can be renewed.
 */
export class WorkerLease {
  readonly id: string;
  readonly leaseMs: number;
  readonly #identity: WorkerIdentity;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #wallClock: () => number;
  /** In this process's time; undefined before it began. */
  #until: number | undefined;
  #wallUntil = 0;
  /** Since when it has been held without a gap. */
  #heldSince = 0;
  #hasLapsed = false;
  readonly #loss = new LeaseLoss();
  #lapse = new AbortController();
  #waiting: (() => void)[] = [];

  /**
   * @param wallClock milliseconds of the system's time: a machine that was suspended has a clock that stood still meanwhile,
   *   and a time that was set back proves nothing, so both count
   */
  constructor(
    database: Database,
    identity: WorkerIdentity,
    leaseMs: number,
    { clock, wallClock }: { readonly clock: Clock; readonly wallClock: () => number },
  ) {
    this.#database = database;
    this.#identity = identity;
    this.id = identity.id;
    this.leaseMs = leaseMs;
    this.#clock = clock;
    this.#wallClock = wallClock;
  }

  /** Calls that begin this long before the end of the lease have ended by then, milliseconds. */
  get marginMs(): number {
    return this.leaseMs / 3;
  }

  /** Whether calls may begin. */
  get held(): boolean {
    if (this.lost || this.#until === undefined) return false;
    const { marginMs } = this;
    return this.#clock.now() < this.#until - marginMs && this.#wallClock() < this.#wallUntil - marginMs;
  }

  /** Whether another worker has taken over, or this one has given it up: it is never held again. */
  get lost(): boolean {
    return this.#loss.ended !== undefined;
  }

  /** Ends when the lease is lost: no call gets its turn any more, and what waits for one would wait for good. */
  get loss(): Ending {
    return this.#loss;
  }

  /** For how long it has been held without a gap, milliseconds; 0 while it is not. */
  get heldForMs(): number {
    return this.held ? this.#clock.now() - this.#heldSince : 0;
  }

  /**
   * Whether it is held again after a gap that ended a short time ago. If the database was away, all leases have ended, and
   * the other workers may not have renewed theirs yet.
   */
  get regained(): boolean {
    return this.held && this.#hasLapsed && this.heldForMs < this.marginMs;
  }

  /** Ends when the lease is no longer held. Another one after it is held again. */
  get signal(): AbortSignal {
    return this.#lapse.signal;
  }

  /** Enters the worker in the database. @throws CrosstagError of the database */
  async begin(): Promise<void> {
    const { id, version, host } = this.#identity;
    const sentAt = this.#times();
    await this.#database.rows(
      `insert into crosstag_workers (id, version, host, lease_until)
       values ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')`,
      [id, version, host, this.leaseMs],
    );
    this.#renewed(sentAt);
  }

  /** @throws CrosstagError of the database; the lease continues until its end then */
  async renew(): Promise<void> {
    if (this.lost) return;
    const sentAt = this.#times();
    const renewed = await this.#database.rows(
      `update crosstag_workers set lease_until = clock_timestamp() + $2 * interval '1 millisecond'
       where id = $1 and not ended returning id`,
      [this.id, this.leaseMs],
    );
    if (renewed.length === 0) this.giveUp();
    else this.#renewed(sentAt);
  }

  /** Gives the chunks of this worker to the others. @throws CrosstagError of the database */
  async end(): Promise<void> {
    await this.#database.rows(`update crosstag_workers set ended = 't' where id = $1`, [this.id]);
    this.giveUp();
  }

  /** Renews it no more. Others take over when it has ended in the database. */
  giveUp(): void {
    this.#loss.end();
    this.#lapse.abort();
    this.#wake();
  }

  /** Ends the signal if the lease is over. Called often. */
  check(): void {
    if (!this.held) this.#lapse.abort();
  }

  /** Resolves when the lease is held or lost: see `lost`. */
  async settled(): Promise<void> {
    while (!this.held && !this.lost) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #times() {
    return { now: this.#clock.now(), wall: this.#wallClock() };
  }

  #renewed(sentAt: { readonly now: number; readonly wall: number }): void {
    if (!this.held) {
      this.#hasLapsed = this.#until !== undefined;
      this.#heldSince = sentAt.now;
    }
    this.#until = sentAt.now + this.leaseMs;
    this.#wallUntil = sentAt.wall + this.leaseMs;
    if (this.#lapse.signal.aborted) this.#lapse = new AbortController();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
