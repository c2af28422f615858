import type { Failure } from "@crosstag/core/driver";
import {
  type CredentialOrigin,
  describeClock,
  foreignAnswerFailure,
  sharedFailure,
  TokenServiceError,
  unknownFailure,
} from "@crosstag/driver-kit";
import type { Assumptions } from "./assumptions.ts";
import { AlibabaCallError, type CallProblem } from "./call-error.ts";
import type { ClockDifference } from "./clock-difference.ts";
import { explainRefusal, type Refusal } from "./refusals.ts";

/** The service in messages, unless another one was called. */
const CLOUD = "Alibaba Cloud KMS";
/** The token service in messages. */
const TOKEN_SERVICE = "Alibaba Cloud STS";

/**
 * Explains an error of a call to the engine.
 * The messages are Crosstag's own: those of the cloud repeat tags and account ids.
 * @param service the service that was called, in messages. Default: the KMS
 */
export function classifyFailure(
  error: unknown,
  assumptions: Assumptions,
  origin?: CredentialOrigin,
  service = CLOUD,
): Failure {
  if (error instanceof TokenServiceError)
    return { ...classifyFailure(error.cause, assumptions, origin, TOKEN_SERVICE), service: TOKEN_SERVICE };
  if (error instanceof AlibabaCallError) return explain(error.problem, { assumptions, origin, service });
  return sharedFailure(error, service) ?? unknownFailure("Alibaba Cloud");
}

/** What an explanation depends on, besides the problem. */
interface Circumstances {
  readonly assumptions: Assumptions;
  readonly origin: CredentialOrigin | undefined;
  readonly service: string;
}

function explain(problem: CallProblem, { assumptions, origin, service }: Circumstances): Failure {
  switch (problem.kind) {
    case "refused":
      return refused(problem, { assumptions, origin, service });
    case "malformed":
      return {
        code: "internal",
        retry: "no",
        applied: "maybe",
        scope: "resource",
        message: `The answer is not as ${service} documents it: it contains ${problem.what}.`,
        hint: "Check the endpoint: another server, or another version of the service, may have answered.",
        requestId: problem.requestId,
      };
    case "unreadable":
      return foreignAnswerFailure({ ...problem, cloud: service });
  }
}

function refused(
  problem: Extract<CallProblem, { readonly kind: "refused" }>,
  { assumptions, origin, service }: Circumstances,
): Failure {
  const {
    applied = "no",
    message,
    ...refusal
  } = problem.clock === undefined
    ? explainRefusal(problem.code, problem.status, problem.denial, origin)
    : wrongClock(problem.clock);
  // A refusal with the status of a success contradicts itself.
  const partly = problem.status < 400 || (problem.resources > 1 && !assumptions.refusedBatchIsUnchanged);
  return {
    ...refusal,
    // The meanings of codes are written for the KMS.
    message: message.replace(CLOUD, service),
    applied: partly ? "maybe" : applied,
    providerCode: problem.code,
    ...(problem.requestId !== undefined && { requestId: problem.requestId }),
    ...(problem.retryAfterMs !== undefined && { retryAfterMs: problem.retryAfterMs }),
  };
}

function wrongClock(clock: ClockDifference): Refusal {
  return {
    code: "unauthenticated",
    retry: clock.corrected ? "transient" : "no",
    scope: "call",
    message: describeClock(clock.aheadMs, "Alibaba Cloud"),
    hint: "Set the clock.",
  };
}
