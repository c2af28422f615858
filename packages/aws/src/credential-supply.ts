import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";
import type { Identity, IdentityProperties } from "./sdk-identity.ts";

/** The source of a supply. */
export interface SupplySource {
  /** Asks for credentials, without any cache. @throws CredentialProblem or any error, which `explain` explains */
  ask(properties: IdentityProperties, signal: AbortSignal): Promise<Identity>;
  /** Why `ask` failed. */
  explain(error: unknown): Promise<CredentialProblem>;
  /** The source that is asked, for messages, as far as it is known. */
  describe(): string;
  /** What to type when a session has ended. */
  renewalHint(): string | undefined;
}

/** Credentials are replaced this long before their end, milliseconds, as the SDKs of AWS do. */
const EARLY_MS = 5 * 60_000;
/** The shortest time between two questions to a source with shorter sessions, milliseconds. */
const BETWEEN_QUESTIONS_MS = 10_000;

/** Compares new credentials with the previous ones. @throws CredentialProblem if calls must not be signed with them */
export type CredentialGuard = (next: Identity, context: CallContext) => Promise<void>;

/** Credentials for one client: one question at a time, within a time limit, renewed before they end. */
export class CredentialSupply {
  readonly #source: SupplySource;
  readonly #timeoutMs: number;
  readonly #name: string | undefined;
  #properties: IdentityProperties = {};
  #identity: Identity | undefined;
  #question: Promise<Identity> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #stop: AbortController | undefined;
  /** Runs before calls are signed with another access key. Not after `renew`, whose caller checks the account. */
  guard: CredentialGuard | undefined;
  #guarded = true;

  /** `timeoutMs`: the limit of one question. `name`: the cloud's entry in the configuration, for messages. */
  constructor(
    source: SupplySource,
    { timeoutMs, name }: { readonly timeoutMs: number; readonly name?: string | undefined },
  ) {
    this.#source = source;
    this.#timeoutMs = timeoutMs;
    this.#name = name;
  }

  /** The source of the credentials that calls are signed with; empty before the first. */
  get origin(): { readonly source?: string; readonly renewalHint?: string | undefined } {
    if (this.#identity === undefined) return {};
    return { source: this.#source.describe(), renewalHint: this.#source.renewalHint() };
  }

  /** The provider for the SDK's client. `memoized` keeps the SDK from adding its own cache. */
  get provider(): ((properties?: IdentityProperties) => Promise<Identity>) & { readonly memoized: true } {
    return Object.assign((properties?: IdentityProperties) => this.get(properties), { memoized: true as const });
  }

  /** @throws CredentialProblem */
  get(properties?: IdentityProperties): Promise<Identity> {
    if (properties !== undefined) this.#properties = properties;
    const left = this.#timeLeft();
    if (this.#identity === undefined || left <= 0) return this.#ask();
    if (left < EARLY_MS && performance.now() - this.#askedAt > BETWEEN_QUESTIONS_MS) {
      // The present credentials still work, so the call does not wait. If this fails, there is time to ask again.
      this.#ask().catch(() => {});
    }
    return Promise.resolve(this.#identity);
  }

  /**
   * Waits for credentials before a call; the end of the call ends the wait. Undefined if there are credentials.
   * @throws CredentialProblem
   */
  ready(properties: IdentityProperties, context: CallContext): Promise<void> | undefined {
    if (this.#identity !== undefined && this.#timeLeft() > 0) return undefined;
    return new Promise((resolve, reject) => {
      let ended = false;
      const unsubscribe = onCallEnd(context, () => {
        ended = true;
        reject(this.#named(this.#late(context.timeoutMs)));
      });
      if (ended) return;
      this.get(properties).then(
        () => {
          unsubscribe();
          resolve();
        },
        (error: unknown) => {
          unsubscribe();
          reject(error);
        },
      );
    });
  }

  /** Asks again, and returns whether the credentials are other ones than before. @throws CredentialProblem */
  async renew(): Promise<boolean> {
    const before = this.#identity;
    if (this.#question === undefined) this.#guarded = false;
    const after = await this.#ask();
    return before?.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
  }

  /** Ends a question under way and the processes that were started for it. */
  close(): void {
    this.#stop?.abort();
  }

  #timeLeft(): number {
    const { expiration } = this.#identity ?? {};
    return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - Date.now();
  }

  #ask(): Promise<Identity> {
    this.#question ??= this.#askInTime().finally(() => {
      this.#question = undefined;
    });
    return this.#question;
  }

  async #askInTime(): Promise<Identity> {
    this.#askedAt = performance.now();
    const stop = new AbortController();
    this.#stop = stop;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(this.#late(this.#timeoutMs));
        stop.abort();
      }, this.#timeoutMs);
      stop.signal.addEventListener("abort", () => reject(this.#late(this.#timeoutMs)));
    });
    try {
      const identity = await Promise.race([this.#source.ask(this.#properties, stop.signal), late]);
      checkIdentity(identity);
      if (this.#guarded && this.#identity !== undefined && this.#identity.accessKeyId !== identity.accessKeyId)
        await this.guard?.(identity, { signal: stop.signal, timeoutMs: this.#timeoutMs });
      this.#identity = identity;
      return identity;
    } catch (error) {
      throw error instanceof CredentialProblem ? this.#named(error) : this.#named(await this.#source.explain(error));
    } finally {
      this.#guarded = true;
      clearTimeout(timer);
    }
  }

  #named(problem: CredentialProblem): CredentialProblem {
    if (this.#name === undefined) return problem;
    const { message, hint, transient } = problem;
    return new CredentialProblem(`${this.#name}: ${message}`, hint, { transient });
  }

  #late(timeoutMs: number): CredentialProblem {
    return new CredentialProblem(
      `The credentials were not available within ${timeoutMs / 1_000} s (source: ${this.#source.describe()}).`,
      'Check this source. If it needs more time, set "credentialsTimeoutSeconds" of the cloud.',
    );
  }
}

/** Values that are not text, or that a header cannot contain, would be reported as a network error. */
function checkIdentity({ accessKeyId, secretAccessKey, sessionToken = "-" }: Identity): void {
  const fits = [accessKeyId, secretAccessKey, sessionToken].every(
    (part) => typeof part === "string" && /^[\x21-\x7e]+$/.test(part),
  );
  if (!fits)
    throw new CredentialProblem(
      "The credentials are incomplete, or contain a space, a line break or a character outside ASCII.",
      "Set them again, without quotes or spaces around them.",
    );
}
