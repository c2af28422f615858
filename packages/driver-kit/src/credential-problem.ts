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
  /** The caller may not have the credentials of this account: it is a permission that is missing. Default: false. */
  readonly denied: boolean;
  /** The credentials of the entry cause it, so that all clouds of the entry have none. Default: false. */
  readonly ofEntry: boolean;

  constructor(message: string, hint: string, kind: CredentialProblemKind = {}) {
    super(message);
    const { transient = false, closed = false, denied = false, ofEntry = false } = kind;
    this.hint = hint;
    this.transient = transient;
    this.closed = closed;
    this.denied = denied;
    this.ofEntry = ofEntry;
  }
}

/** What a problem with credentials means for the calls that need them. */
export type CredentialProblemKind = Partial<Pick<CredentialProblem, "transient" | "closed" | "denied" | "ofEntry">>;
