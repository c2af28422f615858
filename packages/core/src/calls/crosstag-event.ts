import type { WireOperation } from "../driver/capabilities.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";
import type { OutcomeCounts, OutcomeStatus } from "../model/outcome.ts";

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
      /** The duration of this attempt, in milliseconds. */
      readonly durationMs: number;
      /** The cloud's id of the call. Absent: it gave none. */
      readonly requestId?: string;
      /** Why the attempt failed. Absent: it succeeded. */
      readonly code?: ErrorCode;
      /** The number of resources that the cloud refused although the attempt succeeded. Absent: none. */
      readonly refused?: number;
    })
  | (CallIdentity & {
      readonly type: "call-retried";
      /** The time before the next attempt, in milliseconds, without waiting for the quota. */
      readonly delayMs: number;
      /** Why the attempt failed. */
      readonly code: ErrorCode;
    })
  | (CallIdentity & {
      readonly type: "call-throttled";
      /** The id of the quota; the operation if no quota covers it. */
      readonly quota: string;
      /** The rate after this answer, in requests per second. */
      readonly requestsPerSecond: number;
    })
  /**
   * The cloud, at its own endpoint, could not tell which account the credentials belong to: STS did not answer, and no
   * list or denial named the account. The configured account counts.
   */
  | {
      readonly type: "account-assumed";
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The region of the cloud. */
      readonly region: string;
      /** The configured account. */
      readonly account: string;
    }
  /** The request rates of an account could not be read from the cloud. The documented ones count. */
  | {
      readonly type: "quotas-assumed";
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The region of the cloud. */
      readonly region: string;
      /** The configured account. Absent: none is configured. */
      readonly account?: string;
      /** Why they could not be read. */
      readonly code: ErrorCode;
      /** The same in words, as the adapter says it. */
      readonly message: string;
      /** What to do. Absent: nothing is known. */
      readonly hint?: string;
    }
  /** One resource of a batch causes the failure; the batch continues as two halves. */
  | {
      readonly type: "batch-halved";
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The region of the cloud. */
      readonly region: string;
      /** The driver operation of the batch. */
      readonly operation: WireOperation;
      /** The number of resources in the batch before it is halved. */
      readonly resources: number;
      /** Why the batch was refused. */
      readonly code: ErrorCode;
    }
  | {
      readonly type: "resource-settled";
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The cloud's full name of the resource. */
      readonly reference: string;
      /** The status of the resource's outcome. */
      readonly status: OutcomeStatus;
    }
  /** The first resources of a run (`canary`) have their outcomes. The run stops here if `passed` is false. */
  | {
      readonly type: "canaries-settled";
      /** The number of first resources; less have an outcome if the run was interrupted. */
      readonly resources: number;
      /** The resources that this part of the run was to change, with them. */
      readonly of: number;
      /** The outcomes of the first resources. */
      readonly counts: OutcomeCounts;
      /** Whether all of them are as planned. */
      readonly passed: boolean;
    }
  /** How far a run has come in one scope (`scopeName`), after every write call and every settled resource. */
  | {
      readonly type: "run-progress";
      /** Cloud, account and region, as in plans: `aws/111122223333/us-east-1`. */
      readonly scope: string;
      /** Resources that the plan changes. */
      readonly resources: number;
      /** Resources that have their outcome. */
      readonly settled: number;
      /** Resources that failed. */
      readonly failed: number;
      /** Resources whose outcome is unknown. */
      readonly unknown: number;
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
