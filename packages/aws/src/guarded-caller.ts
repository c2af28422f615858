import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import { createKmsClient, createSender } from "./client.ts";
import { CredentialProblem } from "./credential-problem.ts";
import { type CallerParts, identifyCaller } from "./identify-caller.ts";
import type { Identity } from "./sdk-identity.ts";

/**
 * Determines the account of the credentials, and checks that it stays the same: a source that returns new credentials
 * during a run may return those of another account. AWS itself refuses the ARN of another account. At other endpoints
 * the account is requested once for each new access key, before a call is signed with it.
 */
export class GuardedCaller {
  readonly #parts: CallerParts;
  /** The first account that the service reported. */
  #account: string | undefined;

  constructor(parts: CallerParts) {
    this.#parts = parts;
    const { supply, endpoint } = parts;
    if (supply !== undefined && endpoint !== undefined)
      supply.guard = (next, context) => this.#check(next, context, endpoint);
  }

  /** The account of the credentials. @throws any error; see `classifyFailure` */
  async identify(context: CallContext): Promise<CallerIdentity> {
    const caller = await identifyCaller(this.#parts, context);
    this.#account ??= caller.account;
    return caller;
  }

  /** @throws CredentialProblem */
  async #check(next: Identity, context: CallContext, endpoint: string): Promise<void> {
    const before = this.#account;
    if (before === undefined) return;
    const now = await this.#accountOf(next, context, endpoint);
    if (now === before) return;
    throw new CredentialProblem(
      now === undefined
        ? "The account of the new credentials could not be determined. Nothing was signed with them."
        : `The new credentials belong to account ${now}, the previous ones to account ${before}. Nothing was signed with the new ones.`,
      `Check the source of the credentials, and renew the credentials of account ${before}.`,
    );
  }

  async #accountOf(next: Identity, context: CallContext, endpoint: string): Promise<string | undefined> {
    const { region, dialect } = this.#parts;
    // Not destroyed: it shares the connections of the client for KMS.
    const { requestHandler } = this.#parts.client.config;
    const client = createKmsClient({ region, endpoint, credentials: next, requestHandler });
    const sender = createSender(client, { dialect, lean: true });
    try {
      return (await identifyCaller({ client, sender, supply: undefined, dialect, endpoint, region }, context)).account;
    } catch (error) {
      const { message, hint = "", retry } = classifyFailure(error);
      const text = `The account of the new credentials could not be determined. ${message}`;
      throw new CredentialProblem(text, hint, { transient: retry !== "no" });
    }
  }
}
