import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../errors/crosstag-error.ts";

/** A call that the engine gave up, with what the driver had to say about it. */
export class GivenUpCall extends Error {
  readonly reason: CrosstagError;
  readonly raw: unknown;

  constructor(reason: CrosstagError, raw?: unknown) {
    super(reason.message);
    this.reason = reason;
    this.raw = raw;
  }
}

export function callDeadline(timeoutMs: number): CrosstagError {
  return new CrosstagError({
    code: "deadline-exceeded",
    retry: "transient",
    message: `The cloud did not answer within ${timeoutMs} ms.`,
    hint: "Check the network and the endpoint, or allow more time for a call.",
  });
}

/** What the engine makes of an error of a call: the driver's explanation, if it is not the engine's own error. */
export function explainCallError(driver: KmsDriver, error: unknown): Failure {
  if (error instanceof GivenUpCall) {
    const { reason, raw } = error;
    // A driver that hands the reason back says nothing of what it has sent.
    const explained = raw !== undefined && !CrosstagError.is(raw) ? classify(driver, raw) : undefined;
    // It was still waiting for its credentials: the cloud is not to blame.
    if (explained?.code === "unauthenticated" && reason.code === "deadline-exceeded") return explained;
    return {
      code: reason.code,
      retry: reason.retry,
      applied: explained?.applied === "no" ? "no" : "maybe",
      scope: "call",
      message: reason.message,
      ...(reason.hint !== undefined && { hint: reason.hint }),
    };
  }
  if (CrosstagError.is(error)) {
    const { code, retry, message, hint } = error;
    return { code, retry, applied: "no", scope: "call", message, ...(hint !== undefined && { hint }) };
  }
  return classify(driver, error);
}

function classify(driver: KmsDriver, error: unknown): Failure {
  try {
    return driver.classify(error);
  } catch {
    return {
      code: "internal",
      retry: "no",
      applied: "maybe",
      scope: "call",
      message: "The adapter failed to explain an error of its cloud.",
    };
  }
}
