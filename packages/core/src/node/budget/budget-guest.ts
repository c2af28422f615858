import type { Clock } from "../../calls/clock.ts";
import { KeeperTime } from "../../calls/keeper-time.ts";
import type { TurnSource } from "../../calls/turn-source.ts";
import type { LaneOfQuota } from "./budget-host.ts";
import type { GuestMessage, KeeperMessage } from "./budget-messages.ts";

/** Draws the turns of this process's lanes from the process that keeps the budget, over one connection. */
export class BudgetGuest {
  readonly #clock: Clock;
  readonly #send: (message: GuestMessage) => void;
  readonly #time = new KeeperTime();
  readonly #lanes = new Map<number, LaneOfQuota>();
  readonly #numbers = new Map<LaneOfQuota, number>();
  #opened = 0;

  /** Its first message must have been received before a lane is attached. */
  constructor(clock: Clock, send: (message: GuestMessage) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Lets a lane of this process draw. */
  attach(attached: LaneOfQuota): void {
    const lane = this.#opened;
    this.#opened += 1;
    this.#lanes.set(lane, attached);
    this.#numbers.set(attached, lane);
    const { quota, requestsPerSecond, turns } = attached;
    const { history } = turns;
    const told = history && {
      requestsPerSecond: history.requestsPerSecond,
      inMs: Math.max(0, history.nextAt - this.#clock.now()),
    };
    this.#send({ type: "open", lane, quota, requestsPerSecond, ...(told !== undefined && { history: told }) });
    turns.attach(this.#sourceOf(lane));
  }

  /** A lane of this process draws no more. The keeper need not know: it gives only what is asked for. */
  detach(attached: LaneOfQuota): void {
    const lane = this.#numbers.get(attached);
    if (lane === undefined) return;
    this.#numbers.delete(attached);
    this.#lanes.delete(lane);
  }

  /** A message of the keeper has arrived. */
  receive(message: KeeperMessage): void {
    const now = this.#clock.now();
    this.#time.heard(message.now, now);
    if (message.type === "hello") return;
    const { lane, turns, epoch, requestsPerSecond, nextAt } = message;
    const lease = {
      turns: turns.map((at) => this.#time.toOwn(at)),
      epoch,
      requestsPerSecond,
      nextAt: this.#time.toOwn(nextAt),
    };
    this.#lanes.get(lane)?.turns.receive(lease, now);
  }

  #sourceOf(lane: number): TurnSource {
    const times = (now: number, sentAt: number) => ({
      now: this.#time.toKeeper(now),
      sentAt: this.#time.toKeeper(sentAt),
    });
    return {
      want: (calls) => this.#send({ type: "want", lane, calls }),
      accepted: (now, sentAt, epoch) => this.#send({ type: "accepted", lane, epoch, ...times(now, sentAt) }),
      throttled: (now, sentAt, retryAfterMs, epoch) =>
        this.#send({ type: "throttled", lane, epoch, retryAfterMs, ...times(now, sentAt) }),
    };
  }
}
