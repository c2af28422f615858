import { CrosstagError } from "@crosstag/core";
import type { CallSender, FleetConnection } from "@crosstag/core/driver";

/** The time limit of one call, seconds, unless `callTimeoutSeconds` says otherwise. */
const CALL_SECONDS = 15;
/** Attempts for one call. Organizations throttle soon, and allow some calls a second. */
const ATTEMPTS = 7;
/** Attempts for a call that is not answered: each can take the whole time limit. */
const UNANSWERED_ATTEMPTS = 3;
const FIRST_DELAY_MS = 200;

/** Ways to wait. */
export interface Waiting {
  /** Waits for some milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  /** The time limit of one call. Default: 15 seconds. */
  readonly callTimeoutSeconds?: number | undefined;
  /** Ends all calls. Default: nothing does. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes the calls that find the accounts and regions of a fleet, which no engine paces. */
export function sendPatiently({ classify }: Pick<FleetConnection, "classify">, waiting: Waiting): CallSender {
  const { sleep, random, signal, callTimeoutSeconds = CALL_SECONDS } = waiting;
  const timeoutMs = callTimeoutSeconds * 1_000;
  return async (send) => {
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        return await send({
          signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
          timeoutMs,
        });
      } catch (error) {
        const { retry, retryAfterMs = 0 } = classify(error);
        const attempts = retry === "throttled" ? ATTEMPTS : UNANSWERED_ATTEMPTS;
        if (retry === "no" || attempt >= attempts) throw error;
        const delay = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random() / 2);
        await sleep(Math.max(retryAfterMs, delay));
      }
    }
  };
}

/** An error of a connection, in Crosstag's words. `doing`: what failed, as the beginning of a sentence. Default: nothing. */
export function connectionError(
  provider: string,
  { classify }: Pick<FleetConnection, "classify">,
  doing: string | undefined,
  cause: unknown,
): CrosstagError {
  if (CrosstagError.is(cause)) return cause;
  const { code, message, retry, hint, requestId, providerCode } = classify(cause);
  return new CrosstagError({
    code,
    provider,
    retry,
    message: doing === undefined ? message : `${doing}: ${message}`,
    ...(hint !== undefined && { hint }),
    ...(requestId !== undefined && { requestId }),
    ...(providerCode !== undefined && { providerCode }),
    cause,
  });
}
