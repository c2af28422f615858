import type { CallOptions, Clock } from "@crosstag/core";
import { systemClock } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import type { CallContext, KmsDriver, WriteMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";

/** The time limit of every call of a case, milliseconds. Longer than any case, and no other timer has it. */
const CALL_TIMEOUT_MS = 3_599_999;

/** What `SilentCalls` has to know of the calls that the cloud does not answer. */
export interface SilentCallsOptions {
  /** Their method. */
  readonly method: WriteMethod;
  /** How many of them get no answer. */
  readonly times: number;
  /**
   * Calls of the method that have reached the cloud since then, unanswered ones included. Default: they end before the
   * network, as those of `withFaults` do.
   */
  readonly reached?: () => number | Promise<number>;
}

/**
 * Ends the time limit of a call that the cloud does not answer as soon as the cloud has the request, and that of no other
 * call. On a busy machine, a short limit by the system's clock would also end calls that are answered, and calls of which
 * nothing has been sent yet, such as the first one of a process, which loads modules of its SDK.
 */
export class SilentCalls {
  /** The driver that the engine has to call. */
  readonly driver: KmsDriver;
  /** The clock that the engine has to use: the system's, except for the time limits of calls. */
  readonly clock: Clock;
  /** The options that requests have to be made with. */
  readonly callOptions: CallOptions = { callTimeoutMs: CALL_TIMEOUT_MS };
  readonly #options: SilentCallsOptions;
  /** Ends the time limit that the engine has set last: it sets one, and calls the driver in the same turn. */
  #endLatest: () => void = () => {};
  #begun = 0;
  #silenced = 0;
  /** What ends the time limit of each call under way. */
  readonly #underWay = new Set<() => void>();

  constructor(driver: KmsDriver, options: SilentCallsOptions) {
    this.#options = options;
    this.clock = { ...systemClock, startTimer: (milliseconds, onTime) => this.#startTimer(milliseconds, onTime) };
    const method = driverMethod(driver, options.method);
    this.driver = decorateDriver(driver, {
      [options.method]: (call: never, context: CallContext) => this.#watch(method(call, context)),
    });
  }

  #startTimer(milliseconds: number, onTime: () => void): () => void {
    if (milliseconds !== CALL_TIMEOUT_MS) return startSystemTimer(milliseconds, onTime);
    let stopped = false;
    this.#endLatest = () => {
      if (!stopped) onTime();
    };
    return () => {
      stopped = true;
    };
  }

  async #watch<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const end = this.#endLatest;
    this.#begun += 1;
    this.#underWay.add(end);
    void this.#endIfSilent(end);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(end);
    }
  }

  /** Every request under way has reached the cloud, and no more are under way than will get no answer: this is one. */
  async #endIfSilent(end: () => void): Promise<void> {
    const { times, reached = () => this.#begun } = this.#options;
    while (this.#underWay.has(end)) {
      const arrived = (await reached()) >= this.#begun;
      if (arrived && this.#underWay.has(end) && this.#underWay.size <= times - this.#silenced) {
        this.#silenced += 1;
        this.#underWay.delete(end);
        end();
        return;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function startSystemTimer(milliseconds: number, onTime: () => void): () => void {
  const timer = setTimeout(onTime, milliseconds);
  return () => clearTimeout(timer);
}
