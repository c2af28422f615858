import type { DriverOperation } from "../driver/capabilities.ts";
import type { ErrorCode } from "../errors/crosstag-error.ts";
import type { OutcomeStatus } from "../operations/outcome.ts";

interface CallIdentity {
  /** Unique in the process; the same for every attempt of one call. */
  readonly call: number;
  readonly provider: string;
  readonly region: string;
  readonly operation: DriverOperation;
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
  /** One resource of a batch is at fault; the batch goes on as two halves. */
  | {
      readonly type: "batch-halved";
      readonly provider: string;
      readonly region: string;
      readonly operation: DriverOperation;
      readonly resources: number;
      readonly code: ErrorCode;
    }
  | {
      readonly type: "resource-settled";
      readonly provider: string;
      readonly reference: string;
      readonly status: OutcomeStatus;
    };

/** Called at once and synchronously; what it throws is dropped, so that watching a run cannot break it. */
export type EventListener = (event: CrosstagEvent) => void;
