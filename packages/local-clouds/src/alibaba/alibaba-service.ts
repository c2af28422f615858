import type { CloudCall, CloudError } from "../server/cloud.ts";
import type { AnswerBody } from "./protocol/answers.ts";

/** A service of Alibaba Cloud besides KMS, at the same endpoints: a request selects it by its version. */
export interface AlibabaService {
  /** The name in `CloudCall.service`. */
  readonly name: string;
  /** The version of its API. */
  readonly version: string;
  readonly operations: ReadonlySet<string>;
  /** The quota that an operation spends; undefined if it is not counted. */
  quotaGroupOf(operation: string): string | undefined;
  /** Validates, looks up, changes, and returns the body of the answer. */
  execute(call: CloudCall): AnswerBody;
  /** A failure of the service itself, status 500. */
  failure(): CloudError;
}
