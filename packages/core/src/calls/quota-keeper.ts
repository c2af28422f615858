import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { isAsAsked } from "./rate-limiter.ts";
import { QuotaLedger } from "./quota-ledger.ts";
import type { QuotaHistory } from "./quota-ledger.ts";
import type { TurnLease, TurnSource } from "./turn-source.ts";

/**
 * How long before its time a turn is given, milliseconds: longer than a message takes on a busy machine, and so short
 * that little is void when the rate is cut.
 */
const REACH_MS = 100;

interface Drawer {
  readonly give: (lease: TurnLease) => void;
  /** Turns that it waits for. */
  wanted: number;
  queued: boolean;
}

/** Gives the turns of one quota to all processes that draw them, first come first served. */
export class QuotaKeeper {
  readonly #clock: Clock;
  readonly #drawers = new Set<Drawer>();
  readonly #queue: Drawer[] = [];
  #documented: number;
  #ledger: QuotaLedger;
  #stopTimer: (() => void) | undefined;

  constructor(requestsPerSecond: number, clock: Clock, history?: QuotaHistory) {
    this.#clock = clock;
    this.#documented = requestsPerSecond;
    this.#ledger = new QuotaLedger(requestsPerSecond, { history });
  }

  /** The state of the quota, as a lease without turns. */
  get state(): TurnLease {
    const { epoch, requestsPerSecond, nextAt } = this.#ledger;
    return { turns: [], epoch, requestsPerSecond, nextAt };
  }

  /** Whether one that is made anew is as good: no process draws, nothing was learned, and all turns that were given have begun. */
  get isAsNew(): boolean {
    const { requestsPerSecond, nextAt } = this.#ledger;
    return this.#drawers.size === 0 && isAsAsked(requestsPerSecond, this.#documented) && nextAt <= this.#clock.now();
  }

  /**
   * Adds one who draws. What it knows from an earlier keeper counts, if it is more careful than what is known here: the
   * lower rate, the later time.
   * @param give gets each lease, and each new epoch
   * @returns what it draws from, and how it leaves
   */
  join(
    requestsPerSecond: number,
    give: (lease: TurnLease) => void,
    history?: QuotaHistory,
  ): { readonly source: TurnSource; readonly leave: () => void } {
    this.#learn(requestsPerSecond, history);
    const drawer: Drawer = { give, wanted: 0, queued: false };
    this.#drawers.add(drawer);
    return {
      source: {
        want: (calls) => this.#want(drawer, calls),
        accepted: (now, sentAt, epoch) => this.#ledger.accepted(now, sentAt, epoch),
        throttled: (now, sentAt, retryAfterMs, epoch) => {
          if (this.#ledger.throttled(now, sentAt, retryAfterMs, epoch)) this.#tellAll();
        },
      },
      leave: () => {
        drawer.wanted = 0;
        this.#drawers.delete(drawer);
      },
    };
  }

  /** Gives no more turns. */
  close(): void {
    this.#drawers.clear();
    this.#queue.length = 0;
    this.#stopTimer?.();
  }

  /** Configurations can differ: the lowest rate is the one that none of them exceeds. */
  #learn(requestsPerSecond: number, history: QuotaHistory | undefined): void {
    const documented = Math.min(this.#documented, requestsPerSecond);
    const rate = Math.min(this.#ledger.requestsPerSecond, history?.requestsPerSecond ?? Number.POSITIVE_INFINITY);
    if (documented < this.#documented || rate < this.#ledger.requestsPerSecond) {
      this.#documented = documented;
      const { nextAt } = this.#ledger;
      this.#ledger = new QuotaLedger(documented, {
        history: { requestsPerSecond: Math.min(rate, documented), nextAt },
      });
    }
    if (history !== undefined) this.#ledger.postpone(history.nextAt);
  }

  #want(drawer: Drawer, calls: number): void {
    drawer.wanted = Math.max(0, drawer.wanted + calls);
    if (drawer.wanted > 0 && !drawer.queued) {
      drawer.queued = true;
      this.#queue.push(drawer);
    }
    this.#serve();
  }

  #serve(): void {
    const now = this.#clock.now();
    for (let drawer = this.#queue[0]; drawer !== undefined; drawer = this.#queue[0]) {
      const turns = drawer.wanted === 0 ? [] : this.#ledger.draw(now, drawer.wanted, REACH_MS);
      if (drawer.wanted > 0 && turns.length === 0) return this.#serveAt(this.#ledger.nextAt - REACH_MS - now);
      this.#queue.shift();
      drawer.queued = false;
      drawer.wanted -= turns.length;
      // The rest of what it waits for comes after what others wait for.
      if (drawer.wanted > 0) {
        drawer.queued = true;
        this.#queue.push(drawer);
      }
      if (turns.length > 0) drawer.give({ ...this.state, turns });
    }
  }

  #serveAt(inMs: number): void {
    this.#stopTimer?.();
    this.#stopTimer = startTimer(this.#clock, Math.max(1, Math.ceil(inMs)), () => this.#serve());
  }

  #tellAll(): void {
    // The turns that were given are void: processes that still need turns ask again.
    for (const drawer of this.#drawers) drawer.give(this.state);
    this.#serve();
  }
}
