import type { CallContext, CallerIdentity, Failure } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";

/** How an adapter finds the account of credentials. */
export interface AccountQuestions<Credentials> {
  /** The account of the credentials that calls are signed with. @throws any error, which `classify` explains */
  identify(context: CallContext): Promise<CallerIdentity>;
  /** The account of credentials that are not used yet. @throws any error, which `classify` explains */
  identifyWith(credentials: Credentials, context: CallContext): Promise<CallerIdentity>;
  /** Explains an error of the other two. */
  classify(error: unknown): Failure;
}

/**
 * Determines the account of the credentials, and checks that it stays the same: a source that returns new credentials
 * during a run may return those of another account. The account is requested once for each new access key, before a call
 * is signed with it.
 */
export class AccountGuard<Credentials> {
  readonly #questions: AccountQuestions<Credentials>;
  /** The first account that the cloud reported. */
  #account: string | undefined;

  constructor(questions: AccountQuestions<Credentials>) {
    this.#questions = questions;
  }

  /** The account of the credentials. @throws any error, which the driver's `classify` explains */
  async identify(context: CallContext): Promise<CallerIdentity> {
    const caller = await this.#questions.identify(context);
    this.#account ??= caller.account;
    return caller;
  }

  /** Compares the account of new credentials. @throws CredentialProblem if calls must not be signed with them */
  async check(next: Credentials, context: CallContext): Promise<void> {
    const before = this.#account;
    if (before === undefined) return;
    const now = await this.#accountOf(next, context);
    if (now === before) return;
    throw new CredentialProblem(
      now === undefined
        ? "The account of the new credentials could not be determined. Nothing was signed with them."
        : `The new credentials belong to account ${now}, the previous ones to account ${before}. Nothing was signed with the new ones.`,
      `Check the source of the credentials, and renew the credentials of account ${before}.`,
    );
  }

  async #accountOf(next: Credentials, context: CallContext): Promise<string | undefined> {
    try {
      return (await this.#questions.identifyWith(next, context)).account;
    } catch (error) {
      const { message, hint = "", retry } = this.#questions.classify(error);
      const text = `The account of the new credentials could not be determined. ${message}`;
      throw new CredentialProblem(text, hint, { transient: retry !== "no" });
    }
  }
}
