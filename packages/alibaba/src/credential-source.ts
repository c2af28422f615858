import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import type { OpenApiClient } from "./sdk.ts";

/** A source of credentials, as the SDK's client takes it. */
export type Credential = OpenApiClient["_credential"];
/** Credentials of the SDK. */
export type CredentialModel = Awaited<ReturnType<Credential["getCredential"]>>;

/** Why there are no credentials, in Crosstag's own words: an error of the SDK can repeat a secret. */
export type Unsigned = Extract<AlibabaCallError["problem"], { readonly kind: "unsigned" }>;

/** The parts of a source of credentials. */
export interface CredentialParts {
  /** Creates the SDK's source. `question.signal` ends the question under way. */
  make(question: { readonly signal: AbortSignal }): Credential;
  /** Why the SDK's source failed. */
  explain(error: unknown): Promise<Unsigned>;
  /** The source that is asked, for messages, as far as it is known. */
  describe(): string;
  /** What to type when a session has ended. */
  renewalHint?(): string | undefined;
}

/** Options of `CredentialSource`. */
export interface CredentialSourceOptions {
  /** The time limit of one question; default 10,000 ms. */
  readonly timeoutMs?: number;
  /** The cloud's entry in the configuration, for messages. */
  readonly name?: string | undefined;
  /** A monotonic clock, milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

/**
 * An answer is used for this time, milliseconds. A question takes as long as signing; sessions are renewed minutes
 * before their end.
 */
const REUSE_MS = 1_000;
/** The time limit of a source, milliseconds. The SDK's own time-outs do not always end a question. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Compares new credentials with the previous ones. @throws AlibabaCallError if calls must not be signed with them */
export type CredentialGuard = (next: CredentialModel, context: CallContext) => Promise<void>;

/**
 * Credentials for one client: one question at a time, within a time limit. All calls that ask meanwhile get the same
 * answer, which is one consistent snapshot of a rotating session.
 */
export class CredentialSource {
  readonly #parts: CredentialParts;
  readonly #timeoutMs: number;
  readonly #name: string | undefined;
  readonly #now: () => number;
  readonly #question = { signal: new AbortController().signal };
  #credential: Credential | undefined;
  #answer: Promise<CredentialModel> | undefined;
  #asking = false;
  #goodUntil = Number.NEGATIVE_INFINITY;
  #last: CredentialModel | undefined;
  #stop: AbortController | undefined;
  /** Runs before calls are signed with another access key. Not after `renew`, whose caller checks the account. */
  guard: CredentialGuard | undefined;
  #guarded = true;

  constructor(
    parts: CredentialParts,
    { timeoutMs = DEFAULT_TIMEOUT_MS, name, now = () => performance.now() }: CredentialSourceOptions = {},
  ) {
    this.#parts = parts;
    this.#timeoutMs = timeoutMs;
    this.#name = name;
    this.#now = now;
  }

  /** The source of the credentials that calls are signed with; empty before the first. */
  get origin(): { readonly source?: string; readonly renewalHint?: string | undefined } {
    if (this.#last === undefined) return {};
    return { source: this.#parts.describe(), renewalHint: this.#parts.renewalHint?.() };
  }

  /** @throws AlibabaCallError `unsigned` */
  getCredential(): Promise<CredentialModel> {
    if (this.#answer === undefined || (!this.#asking && this.#now() >= this.#goodUntil)) this.#answer = this.#ask();
    return this.#answer;
  }

  /**
   * The same for one call; the end of the call ends the wait.
   * @throws AlibabaCallError `unsigned`
   */
  getCredentialFor(context: CallContext): Promise<CredentialModel> {
    const answer = this.getCredential();
    if (!this.#asking) return answer;
    return new Promise((resolve, reject) => {
      const unsubscribe = onCallEnd(context, () => reject(this.#late(context.timeoutMs)));
      answer.then(resolve, reject).finally(unsubscribe);
    });
  }

  /**
   * Asks again without the SDK's cache, and returns whether the credentials are other ones than before.
   * @throws AlibabaCallError `unsigned`
   */
  async renew(): Promise<boolean> {
    const before = this.#last;
    if (!this.#asking) {
      this.#credential = undefined;
      this.#guarded = false;
      this.#answer = this.#ask();
    }
    const after = await this.getCredential();
    return before?.accessKeyId !== after.accessKeyId || before?.securityToken !== after.securityToken;
  }

  /** Ends a question under way and the processes that were started for it. */
  close(): void {
    this.#stop?.abort();
  }

  async #ask(): Promise<CredentialModel> {
    this.#asking = true;
    const stop = new AbortController();
    this.#stop = stop;
    this.#question.signal = stop.signal;
    let timer: NodeJS.Timeout | undefined;
    let given: CredentialModel | undefined;
    try {
      const late = new Promise<never>((_, reject) => {
        stop.signal.addEventListener("abort", () => reject(this.#late(this.#timeoutMs)));
        timer = setTimeout(() => stop.abort(), this.#timeoutMs);
      });
      this.#credential ??= this.#parts.make(this.#question);
      given = await Promise.race([this.#credential.getCredential(), late]);
      if (this.#guarded && this.#last !== undefined && this.#last.accessKeyId !== given.accessKeyId)
        await this.guard?.(given, { signal: stop.signal, timeoutMs: this.#timeoutMs });
      this.#last = given;
      this.#goodUntil = this.#now() + REUSE_MS;
      return this.#last;
    } catch (error) {
      this.#goodUntil = Number.NEGATIVE_INFINITY;
      if (given !== undefined && error instanceof AlibabaCallError) throw error;
      // The next question goes to a new source: this one may not recover.
      this.#credential = undefined;
      if (error instanceof AlibabaCallError && stop.signal.aborted) throw error;
      // The SDK's text is dropped: for a broken configuration file it is the content of that file, secrets included.
      throw this.#named(await this.#parts.explain(error));
    } finally {
      this.#asking = false;
      this.#guarded = true;
      clearTimeout(timer);
    }
  }

  #late(timeoutMs: number): AlibabaCallError {
    return this.#named({
      kind: "unsigned",
      message: `The credentials were not available within ${timeoutMs / 1_000} s (source: ${this.#parts.describe()}).`,
      hint: 'Check this source. If it needs more time, set "credentialsTimeoutSeconds" of the cloud.',
    });
  }

  #named(problem: Unsigned): AlibabaCallError {
    if (this.#name === undefined) return new AlibabaCallError(problem);
    return new AlibabaCallError({ ...problem, message: `${this.#name}: ${problem.message}` });
  }
}
