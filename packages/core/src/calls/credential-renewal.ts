import type { CallContext } from "../driver/call-context.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { CallEnding } from "./call-attempt.ts";
import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";

/** How long a driver may take to ask for credentials again, milliseconds. */
const LONGEST_MS = 30_000;

/** The account that a driver serves, as far as known. */
export interface KnownAccount {
  readonly account?: string | undefined;
  /** The cloud itself has said so. */
  readonly told: boolean;
}

/**
 * Has a driver renew its credentials after the cloud refused them: once for all calls that the same credentials failed,
 * and not again before a call has succeeded with the new ones.
 */
export class CredentialRenewal {
  readonly #driver: KmsDriver;
  readonly #clock: Clock;
  readonly #account: () => KnownAccount;
  /** Grows with each renewal, so that a call knows whether it was made with credentials of before. */
  #generation = 0;
  #proven = true;
  #underWay: Promise<boolean> | undefined;
  /** The first call with new credentials; the others wait for what becomes of it. */
  #trial: Promise<void> | undefined;
  #explanation: unknown;
  /** Why the credentials that the driver has now must not be used: they belong to another account. */
  #foreign: CrosstagError | undefined;
  /** It is not known yet whose they are. */
  #unverified = false;

  constructor(driver: KmsDriver, clock: Clock, account: () => KnownAccount) {
    this.#driver = driver;
    this.#clock = clock;
    this.#account = account;
  }

  get generation(): number {
    return this.#generation;
  }

  /** What calls wait for, because what is sent meanwhile would be refused, or may be. */
  get underWay(): Promise<unknown> | undefined {
    return this.#underWay ?? this.#trial;
  }

  /** A call begins. It is the only one if the credentials are not proven. The caller calls the returned function at its end. */
  begin(): (() => void) | undefined {
    if (this.#proven) return undefined;
    let resolve!: () => void;
    this.#trial = new Promise<void>((settle) => {
      resolve = settle;
    });
    return () => {
      this.#trial = undefined;
      resolve();
    };
  }

  /** A call made with the credentials of a generation was served. */
  succeeded(generation: number): void {
    if (generation !== this.#generation) return;
    this.#proven = true;
    this.#explanation = undefined;
  }

  /**
   * Why no call may be made, though the credentials work: they belong to another account than before. Asks their source
   * again, in case that has been put right. Never rejects.
   */
  async foreign(): Promise<CrosstagError | undefined> {
    if (this.mayBeForeign) await (this.#underWay ?? this.#start());
    return this.#foreign ?? (this.#unverified ? unknownAccount(this.#driver) : undefined);
  }

  get mayBeForeign(): boolean {
    return this.#foreign !== undefined || this.#unverified;
  }

  /** Whether calls that were refused are worth making again. Never rejects. */
  renew(generation: number): Promise<boolean> {
    if (this.#underWay !== undefined) return this.#underWay;
    if (generation !== this.#generation) return Promise.resolve(true);
    if (this.#driver.renewCredentials === undefined || !this.#proven) return Promise.resolve(false);
    return this.#start();
  }

  #start(): Promise<boolean> {
    this.#underWay = this.#ask().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Why nothing more is sent. The source's answer to the second request says how to continue. */
  stopReason(refusal: Failure, explain?: (error: unknown) => Failure): CrosstagError {
    if (this.#foreign !== undefined) return this.#foreign;
    const source = this.#explanation === undefined ? undefined : explain?.(this.#explanation);
    const hints = source === undefined ? [refusal.hint] : [source.message, source.hint];
    const hint = hints.filter((part) => part !== undefined).join(" ");
    return new CrosstagError({
      code: refusal.code,
      message: refusal.message,
      provider: this.#driver.provider,
      ...(refusal.providerCode !== undefined && { providerCode: refusal.providerCode }),
      ...(refusal.requestId !== undefined && { requestId: refusal.requestId }),
      ...(hint !== "" && { hint }),
    });
  }

  async #ask(): Promise<boolean> {
    const context = new CallEnding(LONGEST_MS, this.#clock);
    this.#explanation = undefined;
    try {
      const renewed = await new Promise<boolean>((resolve, reject) => {
        const stopTimer = startTimer(this.#clock, LONGEST_MS, () => {
          context.end(new Error("The credentials did not come in time."));
          resolve(false);
        });
        this.#renewAndIdentify(context).then(resolve, reject).finally(stopTimer);
      });
      if (renewed) {
        this.#generation += 1;
        this.#proven = false;
      }
      return renewed;
    } catch (error) {
      this.#explanation = error;
      return false;
    }
  }

  /** A file that was rewritten can hold credentials of another account, and the calls of some clouds carry no account. */
  async #renewAndIdentify(context: CallContext): Promise<boolean> {
    const renewed = await this.#driver.renewCredentials?.(context);
    if (renewed !== true && !this.mayBeForeign) return false;
    const { account: before, told } = this.#account();
    if (before === undefined) return true;
    this.#unverified = true;
    const { account } = await this.#driver.identify(context);
    // A cloud that could tell before is not taken at the configuration's word now.
    if (account === undefined && told) return false;
    this.#unverified = false;
    this.#foreign =
      account === undefined || account === before ? undefined : otherAccount(this.#driver, before, account);
    return this.#foreign === undefined;
  }
}

function otherAccount({ provider, title }: KmsDriver, before: string, now: string): CrosstagError {
  return new CrosstagError({
    code: "unauthenticated",
    provider,
    message: `The renewed credentials belong to account ${now}; those before belonged to account ${before}. Nothing more was sent to ${title}.`,
    hint: `Renew the credentials of account ${before}.`,
  });
}

function unknownAccount({ provider, title }: KmsDriver): CrosstagError {
  return new CrosstagError({
    code: "unauthenticated",
    provider,
    message: `The account of the renewed credentials could not be determined. Nothing more was sent to ${title}.`,
    hint: "Renew the credentials, then try again.",
  });
}

/** The cloud has refused the credentials themselves, so that it will refuse every call. */
export function refusesCredentials({ code, retry, scope }: Failure): boolean {
  return code === "unauthenticated" && retry === "no" && scope === "call";
}

/** The cloud refuses every call of the account. */
export function refusesAccount({ retry, scope }: Failure): boolean {
  return scope === "account" && retry === "no";
}
