/**
 * Why there are no credentials, in Crosstag's own words: an error of an SDK can repeat a secret. Nothing was signed or
 * sent.
 */
export class CredentialProblem extends Error {
  override readonly name = "CredentialProblem";
  /** What to type or to check. */
  readonly hint: string;
  /** The same source may have credentials soon. Default: false. */
  readonly transient: boolean;
  /** The driver was closed meanwhile. Default: false. */
  readonly closed: boolean;

  constructor(
    message: string,
    hint: string,
    { transient = false, closed = false }: { readonly transient?: boolean; readonly closed?: boolean } = {},
  ) {
    super(message);
    this.hint = hint;
    this.transient = transient;
    this.closed = closed;
  }
}
