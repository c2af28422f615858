import { type CallContext, onCallEnd } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { closedWhileAsking } from "./own-failure.ts";
import { isDeadline } from "./is-deadline.ts";

/** Where credentials come from. */
export interface CredentialSource<Credentials> {
  /** Asks for credentials. `signal` ends the question. @throws CredentialProblem, or any error, which `explain` explains */
  ask(signal: AbortSignal): Promise<Credentials>;
  /** Drops what the source keeps, so that the next question is a new one: after a failure, and before a renewal. */
  forget(): void;
  /** Why `ask` failed. */
  explain(error: unknown): Promise<CredentialProblem>;
  /** The source in messages, as far as it is known: `profile "audit"`. */
  describe(): string;
  /** What to type when a session has ended; undefined if that is not known. */
  renewalHint(): string | undefined;
  /** The id of the access key and the token of the session, by which credentials are compared. */
  identityOf(credentials: Credentials): { readonly accessKeyId: unknown; readonly session: unknown };
  /** How long credentials that the source has just given can be used. */
  lifetimeOf(credentials: Credentials): CredentialLifetime;
}

/** How long credentials can be used: until the earlier of the two ends. */
export interface CredentialLifetime {
  /** The end of the session, milliseconds since 1970. Absent: it does not end. */
  readonly endsAt?: number | undefined;
  /** Milliseconds after which the source is asked again in any case. Absent: it is not. */
  readonly reuseMs?: number;
}

/** Options of `CredentialSupply`. */
export interface CredentialSupplyOptions {
  /** The time limit of one question, milliseconds. */
  readonly timeoutMs: number;
  /** The cloud's entry in the configuration, for messages. Default: none. */
  readonly name?: string | undefined;
  /** Credentials are replaced this long before their end, milliseconds. Default: 0. */
  readonly earlyMs?: number;
}

/** The source of the credentials in messages about calls. */
export interface CredentialOrigin {
  /** For example `profile "audit"`. Absent before the first credentials. */
  readonly source?: string | undefined;
  /** What to type when the session has ended. */
  readonly renewalHint?: string | undefined;
}

/** Compares new credentials with the previous ones. @throws CredentialProblem if calls must not be signed with them */
export type CredentialGuard<Credentials> = (next: Credentials, context: CallContext) => Promise<void>;

/** The shortest time between two early questions, milliseconds: a source may have shorter sessions than `earlyMs`. */
const BETWEEN_QUESTIONS_MS = 10_000;

const MORE_TIME_FOR_SOURCE = 'Check this source. If it needs more time, set "credentialsTimeoutSeconds" of the cloud.';

/** The time limit of the call was the shorter one. */
const MORE_TIME_FOR_CALLS =
  "Check this source. If it needs more time, allow more time for each call: --timeout on the command line, callTimeoutSeconds in the configuration.";

/**
 * Credentials for one driver: one question at a time, within a time limit. All calls that wait meanwhile get the same
 * answer, which is one consistent snapshot of a rotating session.
 */
export class CredentialSupply<Credentials> {
  readonly #source: CredentialSource<Credentials>;
  readonly #timeoutMs: number;
  readonly #name: string | undefined;
  readonly #earlyMs: number;
  #credentials: Credentials | undefined;
  #question: Promise<Credentials> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** By the clock of the computer, which also runs while it sleeps. */
  #endsAt = Number.POSITIVE_INFINITY;
  /** By the monotonic clock. */
  #reusedUntil = Number.POSITIVE_INFINITY;
  #stop: AbortController | undefined;
  #guarded = true;
  #closed = false;
  /** Runs before calls are signed with another access key. Not after `renew`, whose caller checks the account. */
  guard: CredentialGuard<Credentials> | undefined;

  constructor(source: CredentialSource<Credentials>, { timeoutMs, name, earlyMs = 0 }: CredentialSupplyOptions) {
    this.#source = source;
    this.#timeoutMs = timeoutMs;
    this.#name = name;
    this.#earlyMs = earlyMs;
  }

  /** The source of the credentials that calls are signed with; empty before the first. */
  get origin(): CredentialOrigin {
    if (this.#credentials === undefined) return {};
    return { source: this.#source.describe(), renewalHint: this.#source.renewalHint() };
  }

  /** The source that is asked while there are no usable credentials, so that calls wait for it. Undefined: no call waits. */
  get awaited(): string | undefined {
    return this.#question === undefined || this.#usable() !== undefined ? undefined : this.#source.describe();
  }

  /** The credentials. Asks the source if there are none, or if they have ended. @throws CredentialProblem */
  get(): Promise<Credentials> {
    const credentials = this.#usable();
    return credentials === undefined ? this.#ask() : Promise.resolve(credentials);
  }

  /**
   * The credentials for one call: at once if there are some, otherwise when the source gives them. The end of the call
   * ends the wait.
   * @throws CredentialProblem, or HttpTransportError if the call was canceled
   */
  credentialsFor(context: CallContext): Credentials | Promise<Credentials> {
    return this.#usable() ?? this.#awaitFor(context);
  }

  /** Asks again, and returns whether the credentials are other ones than before. @throws CredentialProblem */
  async renew(): Promise<boolean> {
    const before = this.#credentials;
    if (this.#question === undefined) {
      this.#source.forget();
      this.#guarded = false;
    }
    const after = await this.#ask();
    if (before === undefined) return true;
    const [old, now] = [this.#source.identityOf(before), this.#source.identityOf(after)];
    return old.accessKeyId !== now.accessKeyId || old.session !== now.session;
  }

  /** Ends a question under way and the processes that were started for it. */
  close(): void {
    this.#closed = true;
    this.#stop?.abort();
  }

  #usable(): Credentials | undefined {
    const credentials = this.#credentials;
    if (credentials === undefined) return undefined;
    const now = performance.now();
    const left = Math.min(this.#endsAt - Date.now(), this.#reusedUntil - now);
    if (left <= 0) return undefined;
    if (left < this.#earlyMs && now - this.#askedAt > BETWEEN_QUESTIONS_MS) {
      // The present credentials still work, so the call does not wait. If this fails, there is time to ask again.
      this.#ask().catch(() => {});
    }
    return credentials;
  }

  #awaitFor(context: CallContext): Promise<Credentials> {
    return new Promise((resolve, reject) => {
      let ended = false;
      const unsubscribe = onCallEnd(context, (reason) => {
        ended = true;
        reject(
          isDeadline(reason)
            ? this.#late(context.timeoutMs, MORE_TIME_FOR_CALLS)
            : new HttpTransportError("canceled", "no"),
        );
      });
      // A call that has ended asks nothing.
      if (!ended) this.#ask().then(resolve, reject).finally(unsubscribe);
    });
  }

  #ask(): Promise<Credentials> {
    this.#question ??= this.#askInTime().finally(() => {
      this.#question = undefined;
    });
    return this.#question;
  }

  async #askInTime(): Promise<Credentials> {
    this.#askedAt = performance.now();
    const stop = new AbortController();
    this.#stop = stop;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      stop.signal.addEventListener("abort", () =>
        reject(this.#closed ? closedWhileAsking() : this.#late(this.#timeoutMs)),
      );
      timer = setTimeout(() => stop.abort(), this.#timeoutMs);
    });
    try {
      const next = await Promise.race([this.#source.ask(stop.signal), late]);
      await this.#compare(next, stop.signal);
      const { endsAt = Number.POSITIVE_INFINITY, reuseMs = Number.POSITIVE_INFINITY } = this.#source.lifetimeOf(next);
      this.#endsAt = endsAt;
      this.#reusedUntil = performance.now() + reuseMs;
      this.#credentials = next;
      return next;
    } catch (error) {
      // It may not recover.
      this.#source.forget();
      throw this.#named(error instanceof CredentialProblem ? error : await this.#source.explain(error));
    } finally {
      this.#guarded = true;
      clearTimeout(timer);
    }
  }

  async #compare(next: Credentials, signal: AbortSignal): Promise<void> {
    const before = this.#credentials;
    if (!this.#guarded || before === undefined || this.guard === undefined) return;
    if (this.#source.identityOf(before).accessKeyId === this.#source.identityOf(next).accessKeyId) return;
    await this.guard(next, { signal, timeoutMs: this.#timeoutMs });
  }

  #named(problem: CredentialProblem): CredentialProblem {
    // A problem of the whole entry has its name already, and is the same for all accounts.
    const isNamed = problem.ofEntry || problem.message.startsWith(`${this.#name}: `);
    if (problem.closed || this.#name === undefined || isNamed) return problem;
    return new CredentialProblem(`${this.#name}: ${problem.message}`, problem.hint, problem);
  }

  #late(timeoutMs: number, hint = MORE_TIME_FOR_SOURCE): CredentialProblem {
    return this.#named(
      new CredentialProblem(
        `The credentials were not available within ${timeoutMs / 1_000} s (source: ${this.#source.describe()}).`,
        hint,
      ),
    );
  }
}
