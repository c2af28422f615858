/** Why there are no credentials, in words of ours: an error of the SDK can repeat a secret. Nothing was sent to KMS. */
export class CredentialProblem extends Error {
  override readonly name = "CredentialProblem";
  /** What to do about it. */
  readonly hint: string;
  /** Asking again soon can help. */
  readonly transient: boolean;

  constructor(message: string, hint: string, { transient = false }: { readonly transient?: boolean } = {}) {
    super(message);
    this.hint = hint;
    this.transient = transient;
  }
}
