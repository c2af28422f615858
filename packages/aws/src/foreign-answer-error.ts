/** An answer that AWS KMS does not give: a page of a proxy, a redirect, a success without what proves it. */
export class ForeignAnswerError extends Error {
  override readonly name = "ForeignAnswerError";
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(status: number, requestId?: string) {
    super(`The answer with HTTP status ${status} is not an answer of AWS KMS.`);
    this.status = status;
    this.requestId = requestId;
  }
}
