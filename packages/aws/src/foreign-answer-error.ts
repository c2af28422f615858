/** An answer that is not from the service: a page of a proxy, a redirect, a body that is not JSON. */
export class ForeignAnswerError extends Error {
  override readonly name = "ForeignAnswerError";
  /** HTTP status. */
  readonly status: number;
  /** The service's id of the request; undefined if the answer has none. */
  readonly requestId: string | undefined;

  constructor(status: number, requestId?: string) {
    super(`The answer with HTTP status ${status} is not an answer of the service.`);
    this.status = status;
    this.requestId = requestId;
  }
}
