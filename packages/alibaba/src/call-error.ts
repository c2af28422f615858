import type { Denial } from "./denial.ts";
import type { ClockDifference } from "./clock-difference.ts";

/** Why an answer cannot be used. Contains nothing of the request: no URL, header, parameter or credential. */
export type CallProblem =
  /** Alibaba Cloud KMS refused the call, with an error code. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly code: string;
      readonly requestId?: string;
      readonly retryAfterMs?: number;
      /** The number of resources in the call. */
      readonly resources: number;
      /** The details of a denial. */
      readonly denial?: Denial;
      /** The time of the request was refused. */
      readonly clock?: ClockDifference;
    }
  /**
   * Alibaba Cloud KMS answered not as documented, or about another resource. The same call would get the same answer.
   */
  | { readonly kind: "malformed"; readonly requestId: string; readonly what: string }
  /**
   * An answer that is not from Alibaba Cloud KMS: a page of a proxy, an empty body, a redirect, JSON without request
   * id.
   */
  | {
      readonly kind: "unreadable";
      readonly status: number;
      readonly requestId?: string;
      /** It was a complete JSON object, so it was not truncated. */
      readonly complete?: true;
    };

/** An answer that is not a success; `classifyFailure` explains it. */
export class AlibabaCallError extends Error {
  /** What went wrong. */
  readonly problem: CallProblem;

  constructor(problem: CallProblem) {
    super(`Alibaba Cloud KMS: call ${problem.kind}`);
    this.name = "AlibabaCallError";
    this.problem = problem;
  }
}
