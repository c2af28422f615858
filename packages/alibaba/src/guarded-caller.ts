import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import { AlibabaClient } from "./client.ts";
import type { CredentialModel, CredentialSource } from "./credential-source.ts";
import { type CallerParts, identifyCaller } from "./identify-caller.ts";

/**
 * Whose credentials these are, and stay: a source that gives new ones in the middle of a run may have become another
 * account's, and no call to KMS carries an account. One question for each new access key, before anything is signed with it.
 */
export class GuardedCaller {
  readonly #parts: CallerParts;
  /** As the cloud said it first. */
  #account: string | undefined;

  constructor(parts: CallerParts & { readonly credentials: CredentialSource }) {
    this.#parts = parts;
    parts.credentials.guard = (next, context) => this.#check(next, context);
  }

  async identify(context: CallContext): Promise<CallerIdentity> {
    const caller = await identifyCaller(this.#parts, context);
    this.#account ??= caller.account;
    return caller;
  }

  /** @throws AlibabaCallError `unsigned` */
  async #check(next: CredentialModel, context: CallContext): Promise<void> {
    const before = this.#account;
    if (before === undefined) return;
    const now = await this.#accountOf(next, context);
    if (now === before) return;
    throw new AlibabaCallError({
      kind: "unsigned",
      message:
        now === undefined
          ? "The account of the new credentials could not be determined. Nothing was signed with them."
          : `The new credentials belong to account ${now}, the previous ones to account ${before}. Nothing was signed with the new ones.`,
      hint: `Check the source of the credentials, and renew the credentials of account ${before}.`,
    });
  }

  async #accountOf(next: CredentialModel, context: CallContext): Promise<string | undefined> {
    const { endpoint, certificates, assumptions } = this.#parts;
    const signer = this.#parts.signer.withCredential(next);
    const client = new AlibabaClient(signer, endpoint, certificates);
    const credentials = { getCredentialFor: async () => next };
    try {
      return (await identifyCaller({ ...this.#parts, signer, client, credentials }, context)).account;
    } catch (error) {
      const { message, hint = "", retry } = classifyFailure(error, assumptions);
      throw new AlibabaCallError({
        kind: "unsigned",
        message: `The account of the new credentials could not be determined. ${message}`,
        hint,
        transient: retry !== "no",
      });
    } finally {
      await client.close();
    }
  }
}
