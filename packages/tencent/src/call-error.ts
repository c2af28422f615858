import type { Denial } from "@crosstag/driver-kit";
import type { ClockDifference } from "./clock-difference.ts";

/** Why an answer cannot be used. Contains nothing of the request: no header, parameter or credential. */
export type CallProblem =
  /** Tencent Cloud refused the call, with an error code. */
  | {
      readonly kind: "refused";
      /** HTTP status; 200 for nearly every refusal. */
      readonly status: number;
      readonly code: string;
      readonly requestId?: string;
      /** The number of resources in the call. */
      readonly resources: number;
      /** The details of a denial. */
      readonly denial?: Denial;
      /** The time of the request was refused. */
      readonly clock?: ClockDifference;
    }
  /** Tencent Cloud answered not as documented, or about another resource. The same call would get the same answer. */
  | { readonly kind: "malformed"; readonly requestId: string; readonly what: string }
  /** The resource that was named is there, and was created by another account than its name says. */
  | { readonly kind: "other-creator"; readonly requestId: string }
  /** The tags changed while their pages were read. A call for fewer resources has one page. */
  | { readonly kind: "shifted"; readonly requestId: string }
  /** An answer that is not from Tencent Cloud: a page of a proxy, an empty body, a redirect, JSON without request id. */
  | {
      readonly kind: "unreadable";
      readonly status: number;
      readonly requestId?: string;
    };

/** An answer that is not a success; `classifyFailure` explains it. */
export class TencentCallError extends Error {
  /** What went wrong. */
  readonly problem: CallProblem;

  constructor(problem: CallProblem) {
    super(`Tencent Cloud: call ${problem.kind}`);
    this.name = "TencentCallError";
    this.problem = problem;
  }
}
