import { CrosstagError, type Failure } from "@crosstag/core/driver";
import type { Assumptions } from "./assumptions.ts";
import { AlibabaCallError, type CallProblem } from "./call-error.ts";
import { isCertificateProblem, isClosed } from "./http-transport.ts";
import { explainRefusal } from "./refusals.ts";

/** Explains what a call rejected with. The messages are ours: those of the cloud repeat tags and account ids. */
export function classifyFailure(error: unknown, assumptions: Assumptions): Failure {
  if (error instanceof AlibabaCallError) return explain(error.problem, assumptions);
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
    message: "The Alibaba Cloud adapter failed in a way that it does not understand.",
  };
}

function explain(problem: CallProblem, assumptions: Assumptions): Failure {
  switch (problem.kind) {
    case "refused":
      return refused(problem, assumptions);
    case "unreadable":
      return {
        code: "unavailable",
        // A redirect or a proxy's refusal will be the same the next time.
        retry:
          problem.status < 300 || problem.status >= 500 || problem.status === 408 || problem.status === 429
            ? "transient"
            : "no",
        applied: "maybe",
        scope: "call",
        message: `The answer (HTTP status ${problem.status}) is not one of Alibaba Cloud KMS.`,
        hint: "Check the endpoint and what is between here and there, such as a proxy.",
        ...(problem.requestId !== undefined && { requestId: problem.requestId }),
      };
    case "unreachable":
      if (isClosed(problem.networkCode)) {
        return {
          code: "cancelled",
          retry: "no",
          applied: problem.sent ? "maybe" : "no",
          scope: "call",
          message: "The driver was closed while the call was under way.",
        };
      }
      return {
        code: "unavailable",
        retry: isCertificateProblem(problem.networkCode) ? "no" : "transient",
        applied: problem.sent ? "maybe" : "no",
        scope: "call",
        message: problem.sent
          ? `The connection ended before an answer came (${problem.networkCode}).`
          : `Alibaba Cloud KMS cannot be reached (${problem.networkCode}).`,
      };
    case "ended":
      return {
        code: problem.timedOut ? "deadline-exceeded" : "cancelled",
        retry: problem.timedOut ? "transient" : "no",
        applied: problem.sent ? "maybe" : "no",
        scope: "call",
        message: problem.timedOut ? "No answer came in time." : "The call was cancelled.",
      };
    case "unsigned":
      return {
        code: "unauthenticated",
        retry: "no",
        applied: "no",
        scope: "call",
        message: problem.message,
        hint: problem.hint,
      };
  }
}

function refused(problem: Extract<CallProblem, { readonly kind: "refused" }>, assumptions: Assumptions): Failure {
  const { applied = "no", ...refusal } = explainRefusal(problem.code, problem.status);
  const partly = problem.resources > 1 && !assumptions.refusedBatchIsUnchanged;
  return {
    ...refusal,
    applied: partly ? "maybe" : applied,
    providerCode: problem.code,
    ...(problem.requestId !== undefined && { requestId: problem.requestId }),
    ...(problem.retryAfterMs !== undefined && { retryAfterMs: problem.retryAfterMs }),
  };
}
