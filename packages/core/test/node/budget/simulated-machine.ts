import { known } from "../../../src/batching/batches.ts";
import type { Clock } from "../../../src/calls/clock.ts";
import { eachConcurrently } from "../../../src/calls/concurrency.ts";
import { LeasedTurns } from "../../../src/calls/leased-turns.ts";
import { RateLimiter } from "../../../src/calls/rate-limiter.ts";
import { RequestScope } from "../../../src/calls/request-scope.ts";
import { BudgetGuest } from "../../../src/node/budget/budget-guest.ts";
import { BudgetHost } from "../../../src/node/budget/budget-host.ts";
import type { Guest, LaneOfQuota } from "../../../src/node/budget/budget-host.ts";
import type { GuestMessage, KeeperMessage } from "../../../src/node/budget/budget-messages.ts";
import { seededRandom } from "../../../src/testing/clock/seeded-random.ts";
import { createVirtualClock } from "../../../src/testing/clock/virtual-clock.ts";

/** Processes that spend one quota under one budget, in simulated time. */
export interface SharedLoad {
  readonly quota: number;
  readonly seed: number;
  readonly processes: number;
  /** Calls of each process. */
  readonly calls: number;
  /** The slowest message between two processes, milliseconds. Default: 3. */
  readonly slowestMessageMs?: number;
  /** Seconds after which processes are killed, one after the other; the first one keeps the budget. Default: none. */
  readonly killedAt?: readonly number[];
  /** What others leave of the quota, calls a second, at a time in seconds. Default: all of it. */
  readonly left?: (seconds: number) => number;
}

export interface SharedCourse {
  readonly seconds: number;
  /** When each call left, milliseconds. */
  readonly sent: readonly number[];
  readonly throttled: number;
  /** Calls that were accepted, by process. */
  readonly accepted: readonly number[];
  /** When each process was done, seconds; killed processes are missing. */
  readonly finished: readonly number[];
}

/** The most calls in any one second; times in milliseconds. */
export function mostInOneSecond(sent: readonly number[]): number {
  const times = sent.toSorted((one, other) => one - other);
  let first = 0;
  return times.reduce((most, time, index) => {
    while (known(times[first]) <= time - 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/** Runs the load. The same load takes the same course every time. */
export function simulateMachine(load: SharedLoad): Promise<SharedCourse> {
  return new SimulatedMachine(load).run();
}

interface SimulatedProcess {
  readonly clock: Clock;
  readonly lane: LaneOfQuota;
  readonly killed: AbortController;
}

const START_MS = 5_000;

class SimulatedMachine {
  readonly #load: SharedLoad;
  readonly #base = createVirtualClock({ startMs: START_MS });
  readonly #random: () => number;
  readonly #processes: readonly SimulatedProcess[];
  readonly #sent: number[] = [];
  readonly #accepted: number[];
  readonly #finished: number[] = [];
  #throttled = 0;
  #tokens: number;
  #filledAt = START_MS;
  #host: BudgetHost | undefined;
  #links: { readonly close: () => void }[] = [];

  constructor(load: SharedLoad) {
    this.#load = load;
    this.#random = seededRandom(load.seed);
    this.#tokens = load.quota;
    this.#processes = Array.from({ length: load.processes }, () => this.#start());
    this.#accepted = this.#processes.map(() => 0);
  }

  async run(): Promise<SharedCourse> {
    const { killedAt = [] } = this.#load;
    const work = this.#processes.map((process, index) => this.#work(process, index));
    this.#keepIn(this.#processes);
    const kills = killedAt.map(async (seconds, index) => {
      await this.#base.sleep(seconds * 1_000);
      this.#processes[index]?.killed.abort();
      this.#closeAll();
      // The next process notices it, and keeps the budget from now on.
      await this.#base.sleep(this.#travelMs());
      this.#keepIn(this.#processes.slice(index + 1));
    });
    await Promise.all([...work, ...kills]);
    this.#closeAll();
    return {
      seconds: this.#seconds,
      sent: this.#sent,
      throttled: this.#throttled,
      accepted: this.#accepted,
      finished: this.#finished,
    };
  }

  get #seconds(): number {
    return (this.#base.now() - START_MS) / 1_000;
  }

  /** Each process counts from its own start, and its clock runs a little slower or faster than the others'. */
  #start(): SimulatedProcess {
    const { quota: requestsPerSecond } = this.#load;
    const offset = this.#random() * 1e7;
    const speed = 1 + (this.#random() - 0.5) * 1e-4;
    const clock: Clock = {
      now: () => this.#base.now() * speed + offset,
      sleep: (milliseconds, signal) => this.#base.sleep(milliseconds / speed, signal),
    };
    const turns = new LeasedTurns(requestsPerSecond);
    return { clock, lane: { quota: "tag", requestsPerSecond, turns }, killed: new AbortController() };
  }

  #keepIn([keeper, ...others]: readonly SimulatedProcess[]): void {
    if (keeper === undefined) return;
    const host = new BudgetHost(keeper.clock);
    host.attach(keeper.lane);
    this.#host = host;
    this.#links = others.map(({ clock, lane }) => {
      const guests: Guest[] = [];
      const up = this.#line<GuestMessage>((message) => guests[0]?.receive(message));
      const guest = new BudgetGuest(clock, up.send);
      const down = this.#line<KeeperMessage>((message) => {
        guest.receive(message);
        if (message.type === "hello") guest.attach(lane);
      });
      guests.push(host.accept(down.send));
      return {
        close: () => {
          up.close();
          down.close();
          lane.turns.detach(clock.now());
        },
      };
    });
  }

  #closeAll(): void {
    this.#host?.close();
    for (const link of this.#links) link.close();
  }

  #travelMs(): number {
    const { slowestMessageMs = 3 } = this.#load;
    return 0.05 + this.#random() * (slowestMessageMs - 0.05);
  }

  /** Messages of one direction arrive in order, and none after the connection was closed. */
  #line<Message>(deliver: (message: Message) => void) {
    let open = true;
    let lastAt = 0;
    return {
      send: (message: Message) => {
        lastAt = Math.max(lastAt, this.#base.now() + this.#travelMs());
        void this.#base.sleep(lastAt - this.#base.now()).then(() => open && deliver(structuredClone(message)));
      },
      close: () => void (open = false),
    };
  }

  async #work({ clock, lane, killed }: SimulatedProcess, index: number): Promise<void> {
    const limiter = new RateLimiter(lane.turns, clock);
    const request = new RequestScope({ signal: killed.signal }, clock, undefined);
    await eachConcurrently(Array.from({ length: this.#load.calls }), 16, async () => {
      while (!killed.signal.aborted && !(await this.#call(limiter, request, clock, index)));
    });
    if (!killed.signal.aborted) this.#finished.push(this.#seconds);
  }

  /** Makes one call. Gives whether it was accepted. */
  async #call(limiter: RateLimiter, request: RequestScope, clock: Clock, index: number): Promise<boolean> {
    const turn = limiter.acquire(request);
    if (turn !== undefined && (await turn.then(() => false).catch(() => true))) return false;
    if (request.ended !== undefined) return false;
    const sentAt = clock.now();
    this.#sent.push(this.#base.now());
    await this.#base.sleep(5);
    const admitted = this.#admit();
    await this.#base.sleep(5 + this.#random() * 10);
    if (request.ended !== undefined) return false;
    if (admitted) {
      this.#accepted[index] = (this.#accepted[index] ?? 0) + 1;
      limiter.succeeded(sentAt);
    } else limiter.throttled(0, sentAt);
    return admitted;
  }

  /** The cloud's bucket: one second's worth, full at first. */
  #admit(): boolean {
    const { left = () => this.#load.quota } = this.#load;
    const rate = left(this.#seconds);
    const now = this.#base.now();
    this.#tokens = Math.min(Math.max(1, rate), this.#tokens + ((now - this.#filledAt) / 1_000) * rate);
    this.#filledAt = now;
    if (this.#tokens < 1 - 1e-9) {
      this.#throttled += 1;
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
