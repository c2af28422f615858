import { CrosstagError, type Failure } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { AlibabaCallError, type CallProblem } from "./call-error.ts";
import { type ClockDifference, describeDifference } from "./clock-difference.ts";
import { explainNetworkFailure } from "@crosstag/driver-kit";
import { type CredentialOrigin, explainRefusal, type Refusal } from "./refusals.ts";

/**
 * Explains an error of a call to the engine.
 * The messages are Crosstag's own: those of the cloud repeat tags and account ids.
 */
export function classifyFailure(error: unknown, assumptions: Assumptions, origin?: CredentialOrigin): Failure {
  if (error instanceof AlibabaCallError) return explain(error.problem, assumptions, origin);
  if (CrosstagError.is(error)) {
    return {
      code: error.code,
      retry: error.retry,
      applied: "no",
      scope: "call",
      message: error.message,
      ...(error.hint !== undefined && { hint: error.hint }),
    };
  }
  return {
    code: "internal",
    retry: "no",
    applied: "maybe",
    scope: "call",
    message: "The Alibaba Cloud adapter failed with an unknown error.",
    hint: "Run the command again with --verbose. If the error persists, report it.",
  };
}

function explain(problem: CallProblem, assumptions: Assumptions, origin: CredentialOrigin | undefined): Failure {
  switch (problem.kind) {
    case "refused":
      return refused(problem, assumptions, origin);
    case "malformed":
      return {
        code: "internal",
        retry: "no",
        applied: "maybe",
        scope: "resource",
        message: `The answer is not as Alibaba Cloud KMS documents it: it contains ${problem.what}.`,
        hint: "Check the endpoint: another server, or another version of the service, may have answered.",
        requestId: problem.requestId,
      };
    case "unreadable":
      return foreignAnswer(problem);
    case "unreachable":
      return {
        ...explainNetworkFailure(problem, "Alibaba Cloud KMS"),
        applied: problem.sent ? "maybe" : "no",
        scope: "call",
      };
    case "ended":
      return {
        code: problem.timedOut ? "deadline-exceeded" : "canceled",
        retry: problem.timedOut ? "transient" : "no",
        applied: problem.sent ? "maybe" : "no",
        scope: "call",
        ...(problem.timedOut
          ? {
              message: "Alibaba Cloud KMS did not answer in time.",
              hint: "Check the network and the endpoint, or allow more time for a call (callTimeoutSeconds).",
            }
          : { message: "The call was canceled." }),
      };
    case "unsigned":
      return {
        code: problem.transient ? "unavailable" : "unauthenticated",
        retry: problem.transient ? "transient" : "no",
        applied: "no",
        scope: "call",
        message: problem.message,
        hint: problem.hint,
      };
  }
}

/**
 * Explains an answer that is not from Alibaba Cloud KMS. A redirect or a refusal of a proxy would be the same the next
 * time. A gateway that cannot reach the service may reach it later, and an answer with status 200 may have been
 * truncated. The request may have been passed on to Alibaba Cloud KMS in any case.
 */
function foreignAnswer({ status, requestId, complete }: Extract<CallProblem, { kind: "unreadable" }>): Failure {
  const passes = (status === 200 && complete !== true) || status === 408 || status === 429 || status >= 500;
  return {
    code: "unavailable",
    retry: passes ? "transient" : "no",
    applied: "maybe",
    scope: "call",
    ...foreignText(status),
    ...(requestId !== undefined && { requestId }),
  };
}

function foreignText(status: number): Pick<Failure, "message" | "hint"> {
  if (status === 407) {
    return {
      message: "A proxy asks for credentials (HTTP status 407); this is not an answer of Alibaba Cloud KMS.",
      hint: "Check the proxy settings (HTTPS_PROXY, NO_PROXY), and the user and password for the proxy.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      message: `The endpoint answered with a redirect (HTTP status ${status}), which is not an answer of Alibaba Cloud KMS.`,
      hint: "Set the endpoint to the address of the service itself: redirects are not followed. A proxy may have sent the redirect.",
    };
  }
  return {
    message: `The answer (HTTP status ${status}) is not an answer of Alibaba Cloud KMS.`,
    hint: "Check the endpoint and what is between this computer and Alibaba Cloud KMS, such as a proxy or a gateway.",
  };
}

function refused(
  problem: Extract<CallProblem, { readonly kind: "refused" }>,
  assumptions: Assumptions,
  origin: CredentialOrigin | undefined,
): Failure {
  const { applied = "no", ...refusal } =
    problem.clock === undefined
      ? explainRefusal(problem.code, problem.status, problem.denial, origin)
      : wrongClock(problem.clock);
  // A refusal with the status of a success contradicts itself.
  const partly = problem.status < 400 || (problem.resources > 1 && !assumptions.refusedBatchIsUnchanged);
  return {
    ...refusal,
    applied: partly ? "maybe" : applied,
    providerCode: problem.code,
    ...(problem.requestId !== undefined && { requestId: problem.requestId }),
    ...(problem.retryAfterMs !== undefined && { retryAfterMs: problem.retryAfterMs }),
  };
}

function wrongClock(clock: ClockDifference): Refusal {
  const later = clock.corrected ? "; the difference is taken into account from now on" : "";
  return {
    code: "unauthenticated",
    retry: clock.corrected ? "transient" : "no",
    scope: "call",
    message: `This computer's clock ${describeDifference(clock)}${later}.`,
    hint: "Set the clock.",
  };
}
