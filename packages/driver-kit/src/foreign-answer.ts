import type { Failure } from "@crosstag/core/driver";

/** An answer that is not from the cloud: a page of a proxy, a redirect, a body that is not JSON. */
export interface ForeignAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The cloud's name in messages, for example `AWS KMS`. */
  readonly cloud: string;
  /** It was a whole JSON object, so it was not truncated. Default: false. */
  readonly complete?: boolean | undefined;
  /** The id of the request, if the answer has one. */
  readonly requestId?: string | undefined;
}

/**
 * Explains an answer that is not from the cloud. A redirect or a refusal of a proxy would be the same the next time. A
 * gateway that cannot reach the service may reach it later, and an answer with status 200 may have been truncated. The
 * request may have been passed on to the cloud in any case.
 */
export function foreignAnswerFailure({ status, cloud, complete = false, requestId }: ForeignAnswer): Failure {
  const passes = (status === 200 && !complete) || status === 408 || status === 429 || status >= 500;
  return {
    code: "unavailable",
    retry: passes ? "transient" : "no",
    applied: "maybe",
    scope: "call",
    ...textFor(status, cloud),
    ...(requestId !== undefined && { requestId }),
  };
}

function textFor(status: number, cloud: string): Pick<Failure, "message" | "hint"> {
  if (status === 407) {
    return {
      message: `A proxy asks for credentials (HTTP status 407); this is not an answer of ${cloud}.`,
      hint: "Check the proxy settings (HTTPS_PROXY, NO_PROXY), and the user and password for the proxy.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      message: `The endpoint answered with a redirect (HTTP status ${status}), which is not an answer of ${cloud}.`,
      hint: "Set the endpoint to the address of the service itself: redirects are not followed. A proxy may have sent the redirect.",
    };
  }
  return {
    message: `The answer (HTTP status ${status}) is not an answer of ${cloud}.`,
    hint: `Check the endpoint and what is between this computer and ${cloud}, such as a proxy or a gateway.`,
  };
}
