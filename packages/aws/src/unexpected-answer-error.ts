/** A success that is not as documented, or about another resource. The same call would get the same answer. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
  /** The service's id of the request; undefined if the answer has none. */
  readonly requestId: string | undefined;
  /** What to check. */
  readonly hint: string | undefined;
  /** The answer is about another resource or key material than requested. */
  readonly otherSubject: boolean;

  constructor(message: string, requestId: string | undefined, hint?: string, otherSubject = false) {
    super(message);
    this.otherSubject = otherSubject;
    this.requestId = requestId;
    this.hint = hint;
  }
}
