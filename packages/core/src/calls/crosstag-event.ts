import type { WireOperation } from "../driver/capabilities.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";
import type { OutcomeStatus } from "../model/outcome.ts";

interface CallIdentity {
  /** Unique in the process; the same for every attempt of one call. */
  readonly call: number;
  readonly provider: string;
  readonly region: string;
  /** When it is known. */
  readonly account?: string;
  readonly operation: WireOperation;
  /** Resources in the call. */
  readonly resources: number;
  /** From 1. */
  readonly attempt: number;
}

/** What happens while a request runs. Never carries tag values, secrets or texts of a cloud. */
export type CrosstagEvent =
  | (CallIdentity & { readonly type: "call-started" })
  | (CallIdentity & {
      readonly type: "call-settled";
      readonly durationMs: number;
      readonly requestId?: string;
      readonly code?: ErrorCode;
    })
  | (CallIdentity & { readonly type: "call-retried"; readonly delayMs: number; readonly code: ErrorCode })
  | (CallIdentity & { readonly type: "call-throttled"; readonly quota: string; readonly requestsPerSecond: number })
  /**
   * The cloud, at its own endpoint, could not tell which account the credentials belong to: STS did not answer, and no
   * list or denial named the account. The configured account counts.
   */
  | {
      readonly type: "account-assumed";
      readonly provider: string;
      readonly region: string;
      readonly account: string;
    }
  /** One resource of a batch causes the failure; the batch continues as two halves. */
  | {
      readonly type: "batch-halved";
      readonly provider: string;
      readonly region: string;
      readonly operation: WireOperation;
      readonly resources: number;
      readonly code: ErrorCode;
    }
  | {
      readonly type: "resource-settled";
      readonly provider: string;
      readonly reference: string;
      readonly status: OutcomeStatus;
    }
  /** How far a run has come in one scope (`scopeName`), after every write call and every settled resource. */
  | {
      readonly type: "run-progress";
      readonly scope: string;
      /** Resources that the plan changes. */
      readonly resources: number;
      /** Resources that have their outcome. */
      readonly settled: number;
      /** Resources that failed or are unknown. */
      readonly failed: number;
      /** Write calls that the plan needs; in a resumed run, the remaining share of them. */
      readonly plannedCalls: number;
      /** Write calls that have ended. More than planned if batches were halved. */
      readonly calls: number;
      /** Throttled answers. */
      readonly throttled: number;
      /** Requests per second of the slowest quota in use. Infinite if calls are not paced. */
      readonly requestsPerSecond: number;
    };

/**
 * Called at once and synchronously. What it throws, or rejects with if it is an async function, is dropped, so that
 * watching a run cannot break it.
 */
export type EventListener = (event: CrosstagEvent) => void;
