import type { Answer, CloudCall, CloudError, ReceivedRequest } from "../server/cloud.ts";

/** One service of AWS on its own protocol. Several services share an endpoint, which their protocols distinguish. */
export interface AwsService {
  /** The name in `CloudCall.service`; undefined for KMS. */
  readonly name: string | undefined;
  /** Requests per second by quota group. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Whether a request is for this service. */
  isAsked(request: ReceivedRequest): boolean;
  /** As in `Cloud`, like all further members. */
  receive(request: ReceivedRequest): CloudCall;
  quotaGroupOf(call: CloudCall): string | undefined;
  execute(call: CloudCall): unknown;
  answer(result: unknown, call: CloudCall, requestId: string): Answer;
  answerError(error: CloudError, requestId: string): Answer;
  throttled(): CloudError;
  fault(call: CloudCall, status: 500 | 503): CloudError;
}
