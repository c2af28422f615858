import type { Denial } from "./denial.ts";
import type { ClockDifference } from "./clock-difference.ts";
import type { NetworkFailure } from "@crosstag/driver-kit";

/** Why a call brought no answer that can be used. Holds nothing of the request: no URL, header, parameter or credential. */
export type CallProblem =
  /** KMS said no and said why. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly code: string;
      readonly requestId?: string;
      readonly retryAfterMs?: number;
      /** Resources in the call. */
      readonly resources: number;
      /** What the cloud said about who denied what. */
      readonly denial?: Denial;
      /** It was the time of the request that was refused. */
      readonly clock?: ClockDifference;
    }
  /** KMS answered, but not what the operation promises, or about something else; it would again. */
  | { readonly kind: "malformed"; readonly requestId: string; readonly what: string }
  /** Something answered, but not as KMS does: a page of a proxy, an empty body, a redirect, JSON without request id. */
  | {
      readonly kind: "unreadable";
      readonly status: number;
      readonly requestId?: string;
      /** It was a complete JSON object, so that nothing was cut off on the way. */
      readonly complete?: true;
    }
  /** No answer came over the network; `sent`: at least part of the request may have arrived. */
  | ({ readonly kind: "unreachable" } & NetworkFailure)
  /** The call's signal was aborted. */
  | { readonly kind: "ended"; readonly sent: boolean; readonly timedOut: boolean }
  /** The request could not be signed; nothing was sent. */
  | {
      readonly kind: "unsigned";
      readonly message: string;
      readonly hint: string;
      /** Asking for the credentials again soon can help. */
      readonly transient?: boolean;
    };

/** What the driver's calls reject with. `classify` explains it. */
export class AlibabaCallError extends Error {
  readonly problem: CallProblem;

  constructor(problem: CallProblem) {
    super(problem.kind === "unsigned" ? problem.message : `Alibaba Cloud KMS: call ${problem.kind}`);
    this.name = "AlibabaCallError";
    this.problem = problem;
  }
}
