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
import { type CallProblem, TencentCallError } from "./call-error.ts";
import type { ClockDifference } from "./clock-difference.ts";
import { notFound } from "./refusal-meanings.ts";
import { explainRefusal, type Refusal } from "./refusals.ts";

/** The service in messages. */
const CLOUD = "Tencent Cloud";
/** Its token service in messages. */
const TOKEN_SERVICE = "Tencent Cloud STS";

/**
 * Explains an error of a call to the engine.
 * The messages are Crosstag's own: those of the cloud repeat tags and account ids.
 * @param service the service that was called, in messages. Default: the cloud
 */
export function classifyFailure(
  error: unknown,
  assumptions: Assumptions,
  origin?: CredentialOrigin,
  service = CLOUD,
): Failure {
  if (error instanceof TokenServiceError)
    return { ...classifyFailure(error.cause, assumptions, origin, TOKEN_SERVICE), service: TOKEN_SERVICE };
  if (error instanceof TencentCallError) return explain(error.problem, { assumptions, origin, service });
  return sharedFailure(error, service) ?? unknownFailure(CLOUD);
}

/** Explains the refusal of one resource of a call that succeeded for others. */
export function failureOfResource(code: string, requestId: string): Failure {
  const { applied = "no", ...refusal } = explainRefusal(code);
  return {
    ...refusal,
    scope: refusal.scope === "account" ? "account" : "resource",
    applied,
    providerCode: code,
    requestId,
  };
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
      return refused(problem, assumptions, origin);
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
    case "other-creator":
      return {
        ...notFound,
        applied: "no",
        message: "Another account created the resource than its name says.",
        hint: "Leave creatorUin/<creator>/ out of the name: it is completed.",
        requestId: problem.requestId,
      };
    case "shifted":
      return {
        code: "conflict",
        retry: "no",
        applied: "no",
        // A call for fewer resources has one page.
        scope: "resource",
        message: "The tags changed while their pages were read.",
        hint: "Run the command again when no other program changes them.",
        requestId: problem.requestId,
      };
    case "unreadable":
      return foreignAnswerFailure({ ...problem, cloud: service });
  }
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
  const partly = problem.resources > 1 && !assumptions.refusedBatchIsUnchanged;
  return {
    ...refusal,
    applied: partly ? "maybe" : applied,
    providerCode: problem.code,
    ...(problem.requestId !== undefined && { requestId: problem.requestId }),
  };
}

function wrongClock(clock: ClockDifference): Refusal {
  return {
    code: "unauthenticated",
    retry: clock.corrected ? "transient" : "no",
    scope: "call",
    message: describeClock(clock.aheadMs, CLOUD),
    hint: "Set the clock.",
  };
}
