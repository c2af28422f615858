import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import type { OpenApiClient } from "./sdk.ts";

export type Credential = OpenApiClient["_credential"];
export type CredentialModel = Awaited<ReturnType<Credential["getCredential"]>>;

/** Why there are no credentials, in words of ours. */
export type Unsigned = Extract<AlibabaCallError["problem"], { readonly kind: "unsigned" }>;

/** What a source of credentials is made of. */
export interface CredentialParts {
  /** `question.signal` is that of the question under way: when it is aborted, its answer is not needed any more. */
  make(question: { readonly signal: AbortSignal }): Credential;
  explain(error: unknown): Promise<Unsigned>;
  /** Who is asked, as far as known. */
  describe(): string;
  /** What to type when a session of it has ended. */
  renewalHint?(): string | undefined;
}

export interface CredentialSourceOptions {
  readonly timeoutMs?: number;
  /** The cloud's entry in the configuration, for messages. */
  readonly name?: string | undefined;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

/** How long an answer is used, milliseconds. Asking costs as much as signing, and sessions are renewed minutes before their end. */
const REUSE_MS = 1_000;
/** How long a source may take, milliseconds: the SDK's time-outs can be lost. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Holds new credentials against those before. @throws AlibabaCallError when calls must not be signed with them */
export type CredentialGuard = (next: CredentialModel, context: CallContext) => Promise<void>;

/**
 * Where a client's credentials come from: one question at a time, within a time limit, and all who ask meanwhile get
 * that one answer: it is one consistent snapshot of a rotating session.
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
  /** What is asked before calls are signed with another access key than before. Not for `renew`, after which others ask. */
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

  /** Of the credentials that calls are signed with. */
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
   * The same for one call: what ends the call ends the waiting.
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

  /** Whether asking again, past what the SDK keeps, gave other credentials. @throws AlibabaCallError `unsigned` */
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

  /** Ends a question under way, with the processes that were started for it. */
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
      // The next question goes to a new one: what failed may not recover.
      this.#credential = undefined;
      if (error instanceof AlibabaCallError && stop.signal.aborted) throw error;
      // The SDK's text is dropped, because with a broken configuration file it is that file, secrets included.
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
