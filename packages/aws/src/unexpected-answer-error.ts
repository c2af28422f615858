/** A success without what it must hold, or about something else than was asked. The same call would bring it again. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
  readonly requestId: string | undefined;
  readonly hint: string | undefined;
  /** It is about something else than was asked. */
  readonly otherSubject: boolean;

  constructor(message: string, requestId: string | undefined, hint?: string, otherSubject = false) {
    super(message);
    this.otherSubject = otherSubject;
    this.requestId = requestId;
    this.hint = hint;
  }
}
