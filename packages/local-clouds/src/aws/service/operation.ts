import type { AwsAccount } from "../state/aws-account.ts";
import type { AwsRegion } from "../state/aws-region.ts";
import type { Parameters } from "../protocol/parameters.ts";

/** What an operation works with. */
export interface OperationContext {
  readonly operation: string;
  readonly account: AwsAccount;
  readonly region: AwsRegion;
  readonly parameters: Parameters;
  /** The ARN that AWS's refusals name. Seldom needed. */
  callerArn(): string;
}

/** One operation: parse, validate, look up, check state, change, answer. */
export interface AwsOperation {
  /** The documented default quota per account and region (verified 2026-11-22). */
  readonly requestsPerSecond: number;
  /** Whether it changes a key, and so counts for the "hot key" limit. */
  readonly changesKey: boolean;
  /** Returns the fields of the answer; undefined for an operation without output. */
  run(context: OperationContext): Readonly<Record<string, unknown>> | undefined;
}
