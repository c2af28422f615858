import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../calls/clock.ts";
import type { Clock } from "../../calls/clock.ts";
import { OwnTurns } from "../../calls/rate-limiter.ts";
import type { QuotaBudget, QuotaScope, QuotaTurns } from "../../calls/quota-budget.ts";
import { CrosstagError } from "../../model/crosstag-error.ts";
import { refuseUnknownSettings } from "../../model/refuse-unknown-options.ts";
import type { OptionNames } from "../../text/unknown-option.ts";
import { lockFile } from "../file-lock.ts";
import { connectToHolder } from "../lock-holder.ts";
import { BudgetGuest } from "./budget-guest.ts";
import { BudgetHost } from "./budget-host.ts";
import type { LaneOfQuota } from "./budget-host.ts";
import { isGuestMessage, isKeeperMessage } from "./budget-messages.ts";
import type { GuestMessage, KeeperMessage } from "./budget-messages.ts";
import { MachineTurns } from "./machine-turns.ts";
import { MessageStream } from "./message-stream.ts";

/** Options of `openMachineBudget`. */
export interface MachineBudgetOptions {
  /** The folder in which the processes find each other; created if it is missing. All that share quotas name the same one. */
  readonly folder: string;
  /**
   * Called at most once, with the error `configuration`, if quotas cannot be shared, for example because the folder
   * cannot be written. Calls are then paced as without a budget. Default: does nothing.
   */
  readonly onProblem?: ((problem: CrosstagError) => void) | undefined;
}

/** A budget that the processes of one machine share. */
export interface MachineBudget extends QuotaBudget {
  /** Leaves the budget. If this process keeps it, another one takes over. Lanes that are still used continue without it. */
  close(): Promise<void>;
}

/** The messages have this version; other versions do not share. */
const NAME = "quotas-1";
/** How long a process may be silent that should answer at once, milliseconds: it is stopped, or busy with something else. */
const SILENCE_MS = 2_000;
/** Processes that end and start at the same moment can miss each other so often. */
const MOST_TRIES = 50;
const BETWEEN_TRIES_MS = 20;

/** Others that wait for turns must not keep this process alive; its own calls do. */
const keeperClock: Clock = {
  ...systemClock,
  startTimer: (milliseconds, onTime) => {
    const timer = setTimeout(onTime, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** What a process is to the others: it keeps the budget, or draws from the one that does. */
interface Membership {
  attach(lane: LaneOfQuota): void;
  detach(lane: LaneOfQuota): void;
  close(): Promise<void>;
}

const OPTIONS: OptionNames<MachineBudgetOptions> = { folder: true, onProblem: true };

/**
 * Opens the budget of this machine: the first process keeps it, the others draw from it over a socket, and when that
 * process ends, another one takes over. Sends nothing and writes nothing until a quota is opened. Quotas of engines with
 * a clock of their own are not shared. Not available on Windows: there each process paces its own calls.
 * @throws CrosstagError `configuration` for an unknown option
 */
export function openMachineBudget(options: MachineBudgetOptions): MachineBudget {
  refuseUnknownSettings("openMachineBudget", options, OPTIONS);
  const { folder, onProblem = () => {} } = options;
  return new SharedBudget(join(folder, NAME), onProblem);
}

class SharedBudget implements MachineBudget {
  readonly #path: string;
  readonly #onProblem: (problem: CrosstagError) => void;
  readonly #lanes = new Set<MachineTurns>();
  #membership: Membership | undefined;
  #joining: Promise<void> | undefined;
  /** Stops waiting for the process that keeps the budget to say hello. */
  readonly #leaving = new AbortController();
  /** Quotas are not shared, or not any more. */
  #alone = process.platform === "win32";

  constructor(path: string, onProblem: (problem: CrosstagError) => void) {
    this.#path = path;
    this.#onProblem = onProblem;
  }

  open(scope: QuotaScope, requestsPerSecond: number, clock: Clock): QuotaTurns {
    if (this.#alone || clock !== systemClock) return new OwnTurns(requestsPerSecond);
    const turns = new MachineTurns(nameOf(scope), requestsPerSecond, (closed) => {
      this.#lanes.delete(closed);
      this.#membership?.detach(closed.lane);
    });
    this.#lanes.add(turns);
    if (this.#membership !== undefined) this.#membership.attach(turns.lane);
    else this.#joining ??= this.#join();
    return turns;
  }

  async close(): Promise<void> {
    this.#goAlone();
    this.#leaving.abort();
    await this.#joining;
    await this.#membership?.close();
    this.#membership = undefined;
  }

  /** Never rejects. */
  async #join(): Promise<void> {
    try {
      for (let tries = 0; tries < MOST_TRIES && !this.#alone; tries += 1) {
        const membership = (await this.#enter()) ?? (await this.#found());
        if (membership !== undefined) {
          this.#membership = membership;
          if (!this.#alone) for (const { lane } of this.#lanes) membership.attach(lane);
          return;
        }
        await sleep(BETWEEN_TRIES_MS * Math.random());
      }
      if (!this.#alone) this.#giveUp("another process keeps the budget, and cannot be reached.");
    } catch (error) {
      this.#giveUp(CrosstagError.is(error) ? error.message : "the system refuses a socket.");
    } finally {
      this.#joining = undefined;
    }
  }

  /** Draws from the process that keeps the budget. Undefined if there is none. */
  async #enter(): Promise<Membership | undefined> {
    const socket = await connectToHolder(this.#path);
    const { signal } = this.#leaving;
    return socket && enter(socket, { ended: () => this.#lost(), silent: () => this.#silent(), signal });
  }

  /** Keeps the budget. Undefined if another process was quicker. */
  async #found(): Promise<Membership | undefined> {
    const held = new CrosstagError({ code: "configuration", message: "Another process keeps the budget." });
    const host = new BudgetHost(keeperClock);
    const streams = new Set<MessageStream<KeeperMessage, GuestMessage>>();
    let leaving = false;
    try {
      const lock = await lockFile(this.#path, {
        what: "budget",
        refusal: () => held,
        // A connection that is not closed would keep the socket open.
        onConnection: (socket) => void (leaving ? socket.destroy() : welcome(socket, host, streams)),
      });
      return {
        attach: (lane) => host.attach(lane),
        detach: (lane) => host.detach(lane),
        close: async () => {
          leaving = true;
          host.close();
          const released = lock.release();
          for (const stream of streams) stream.close();
          await released;
        },
      };
    } catch (error) {
      if (error === held) return undefined;
      throw error;
    }
  }

  /** The process that kept the budget has ended. */
  #lost(): void {
    this.#membership = undefined;
    const now = systemClock.now();
    for (const { lane } of this.#lanes) lane.turns.detach(now);
    if (!this.#alone) this.#joining ??= this.#join();
  }

  #silent(): void {
    this.#giveUp("the process that keeps the budget does not answer.");
  }

  #giveUp(why: string): void {
    if (this.#alone) return;
    this.#goAlone();
    this.#onProblem(
      new CrosstagError({
        code: "configuration",
        message: `Quotas are not shared with other processes of this machine: ${why}`,
        hint: "Calls are paced all the same; throttled calls are repeated.",
      }),
    );
  }

  #goAlone(): void {
    if (this.#alone) return;
    this.#alone = true;
    for (const turns of this.#lanes) turns.goAlone();
  }
}

function nameOf({ provider, account, region, quota, endpoint }: QuotaScope): string {
  return JSON.stringify([provider, account, region ?? "", quota, endpoint ?? ""]);
}

function welcome(socket: Socket, host: BudgetHost, streams: Set<MessageStream<KeeperMessage, GuestMessage>>): void {
  const stream: MessageStream<KeeperMessage, GuestMessage> = new MessageStream(
    socket,
    isGuestMessage,
    (message) => guest.receive(message),
    () => {
      streams.delete(stream);
      guest.leave();
    },
  );
  streams.add(stream);
  const guest = host.accept((message) => stream.send(message));
}

/** Resolves when the keeper has said hello; undefined if it has closed the connection instead. */
function enter(
  socket: Socket,
  { ended, silent, signal }: { readonly ended: () => void; readonly silent: () => void; readonly signal: AbortSignal },
): Promise<Membership | undefined> {
  return new Promise((resolve) => {
    let said = false;
    const silence = new Silence(() => {
      stream.close();
      silent();
      resolve(undefined);
    });
    const stream: MessageStream<GuestMessage, KeeperMessage> = new MessageStream(
      socket,
      isKeeperMessage,
      (message) => {
        silence.end();
        guest.receive(message);
        if (said) return;
        said = true;
        resolve({
          attach: (lane) => guest.attach(lane),
          detach: (lane) => guest.detach(lane),
          close: async () => stream.close(),
        });
      },
      () => {
        silence.end();
        resolve(undefined);
        if (said) ended();
      },
    );
    const guest = new BudgetGuest(systemClock, (message) => {
      // It answers this one at once.
      if (message.type === "want") silence.begin();
      stream.send(message);
    });
    const leave = () => stream.close();
    socket.once("close", () => signal.removeEventListener("abort", leave));
    signal.addEventListener("abort", leave);
    if (signal.aborted) leave();
    silence.begin();
  });
}

/** Notices that no answer comes. */
class Silence {
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  begin(): void {
    this.#timer ??= setTimeout(() => {
      // If this process was the busy one, the answer is there and is read before the next timer.
      this.#timer = setTimeout(this.#onSilence, SILENCE_MS / 4).unref();
    }, SILENCE_MS).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
