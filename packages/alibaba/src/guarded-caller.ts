import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import { AlibabaClient } from "./client.ts";
import type { CredentialModel, CredentialSource } from "./credential-source.ts";
import { type CallerParts, identifyCaller } from "./identify-caller.ts";

/**
 * Determines the account of the credentials, and checks that it stays the same: a source that returns new credentials
 * during a run may return those of another account, and no call to KMS names an account. The account is requested once
 * for each new access key, before a call is signed with it.
 */
export class GuardedCaller {
  readonly #parts: CallerParts;
  /** The first account that the service reported. */
  #account: string | undefined;

  constructor(parts: CallerParts & { readonly credentials: CredentialSource }) {
    this.#parts = parts;
    parts.credentials.guard = (next, context) => this.#check(next, context);
  }

  /** The account of the credentials. @throws any error; see `classifyFailure` */
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
