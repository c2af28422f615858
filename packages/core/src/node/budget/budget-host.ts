import type { Clock } from "../../calls/clock.ts";
import type { LeasedTurns } from "../../calls/leased-turns.ts";
import { QuotaKeeper } from "../../calls/quota-keeper.ts";
import type { QuotaHistory } from "../../calls/quota-ledger.ts";
import type { TurnLease, TurnSource } from "../../calls/turn-source.ts";
import type { GuestMessage, KeeperMessage } from "./budget-messages.ts";

/** One lane of this process, and the quota that it spends. */
export interface LaneOfQuota {
  /** Names the quota: equal for all processes that spend it. */
  readonly quota: string;
  readonly requestsPerSecond: number;
  readonly turns: LeasedTurns;
}

/** A process that draws turns over a connection, as the keeper sees it. */
export interface Guest {
  receive(message: GuestMessage): void;
  /** The connection is closed. */
  leave(): void;
}

/** Keeps the quotas of all processes of a machine, in one of them. */
export class BudgetHost {
  readonly #clock: Clock;
  readonly #keepers = new Map<string, QuotaKeeper>();
  /** What lets the lanes of this process leave. */
  readonly #own = new Map<LaneOfQuota, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lets a lane of this process draw. */
  attach(lane: LaneOfQuota): void {
    const { quota, requestsPerSecond, turns } = lane;
    const give = (lease: TurnLease) => turns.receive(lease, this.#clock.now());
    const history = turns.history;
    const { source, leave } = this.#keeperOf(quota, requestsPerSecond).join(requestsPerSecond, give, history);
    this.#own.set(lane, leave);
    turns.attach(source);
  }

  /** A lane of this process draws no more. What was learned of its quota stays. */
  detach(lane: LaneOfQuota): void {
    this.#own.get(lane)?.();
    this.#own.delete(lane);
    if (this.#keepers.get(lane.quota)?.isAsNew === true) this.#keepers.delete(lane.quota);
  }

  /** Lets another process draw. */
  accept(send: (message: KeeperMessage) => void): Guest {
    const lanes = new Map<number, { readonly source: TurnSource; readonly leave: () => void; keeper: QuotaKeeper }>();
    send({ type: "hello", now: this.#clock.now() });
    return {
      receive: (message) => {
        const { lane } = message;
        const give = (lease: TurnLease) => {
          const now = this.#clock.now();
          send({ type: "lease", lane, now, ...lease, nextAt: Math.max(lease.nextAt, now) });
        };
        if (message.type === "open") {
          lanes.get(lane)?.leave();
          const keeper = this.#keeperOf(message.quota, message.requestsPerSecond);
          lanes.set(lane, { keeper, ...keeper.join(message.requestsPerSecond, give, this.#historyOf(message)) });
          return;
        }
        const open = lanes.get(lane);
        if (open === undefined) return;
        const { source, keeper } = open;
        if (message.type === "want") {
          give(keeper.state);
          source.want(message.calls);
        } else if (message.type === "accepted") source.accepted(message.now, message.sentAt, message.epoch);
        else source.throttled(message.now, message.sentAt, message.retryAfterMs, message.epoch);
      },
      leave: () => {
        for (const { leave } of lanes.values()) leave();
        lanes.clear();
      },
    };
  }

  /** Gives no more turns. */
  close(): void {
    for (const keeper of this.#keepers.values()) keeper.close();
  }

  #keeperOf(quota: string, requestsPerSecond: number): QuotaKeeper {
    let keeper = this.#keepers.get(quota);
    if (keeper === undefined) {
      keeper = new QuotaKeeper(requestsPerSecond, this.#clock);
      this.#keepers.set(quota, keeper);
    }
    return keeper;
  }

  #historyOf({ history }: Extract<GuestMessage, { readonly type: "open" }>): QuotaHistory | undefined {
    return history && { requestsPerSecond: history.requestsPerSecond, nextAt: this.#clock.now() + history.inMs };
  }
}
