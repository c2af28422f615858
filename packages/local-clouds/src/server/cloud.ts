/** An HTTP request as it came off the socket, not parsed yet. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query exactly as sent; a signature is computed over exactly these characters. */
  readonly target: string;
  /** Names in lower case; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** An HTTP answer, ready to be written. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, as text or bytes. */
  readonly body: string;
}

/** A parsed request with a valid signature. */
export interface CloudCall {
  /** The service that the request is for, if it is not KMS: several services share the endpoint. */
  readonly service?: string;
  readonly operation: string;
  readonly region: string;
  /** The account of the caller. */
  readonly account: string;
  readonly accessKeyId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The resources that the request names, as the request spells them; faults and the request log use these. */
  readonly resources: readonly string[];
}

/** A refusal as the cloud spells it: status, code and message are sent as they are. */
export class CloudError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "CloudError";
    this.status = status;
    this.code = code;
  }
}

/**
 * One cloud behind the shared server: its protocol (receive, answer), its service (execute) and its names for what the
 * server itself does (quota groups, throttling).
 */
export interface Cloud {
  readonly name: string;
  /** Parses and authenticates. Throws `CloudError` as the cloud would refuse. */
  receive(request: ReceivedRequest): CloudCall;
  /** The quota that the call spends; undefined if the cloud does not count the call. */
  quotaGroupOf(call: CloudCall): string | undefined;
  /** Requests per second by quota group, as documented. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Validates, looks up, checks state, changes and returns the body of the answer. Throws `CloudError`. */
  execute(call: CloudCall): unknown;
  /** An empty request id is not shown, as in `answerError`. */
  answer(result: unknown, call: CloudCall, requestId: string): Answer;
  answerError(error: CloudError, request: ReceivedRequest, requestId: string): Answer;
  throttled(call: CloudCall): CloudError;
  /** A server fault that the cloud itself reports (status 500 or 503) in its own format. */
  fault(call: CloudCall, status: 500 | 503): CloudError;
}
