import type { Failure, FleetRole, KmsDriver } from "@crosstag/core/driver";
import { CredentialProblem } from "./credential-problem.ts";
import { ServiceOutage } from "./service-outage.ts";
import { type CredentialSource, CredentialSupply } from "./credential-supply.ts";

/** Sessions are replaced this long before their end, milliseconds. Meanwhile the old one is used. */
const EARLY_MS = 10 * 60_000;

const MORE_TIME_FOR_SERVICE =
  'Check the network to it. If it needs more time, set "credentialsTimeoutSeconds" of the cloud.';

/** The role whose session is asked for. */
export interface RoleQuestion {
  /** The full name of the role. */
  readonly role: string;
  /** The account that the session has to be of. */
  readonly account: string;
  /** The external id that the trust policy of the role requires. Undefined: none. */
  readonly externalId: string | undefined;
}

/** A session of a role. */
export interface RoleSession<Credentials> {
  /** What calls are signed with. */
  readonly credentials: Credentials;
  /** The end of the session, milliseconds since 1970. Undefined: the cloud does not say it. */
  readonly endsAt: number | undefined;
}

/** The token service of a cloud, which issues sessions of roles. */
export interface RoleSource<Credentials> extends Pick<CredentialSource<Credentials>, "identityOf"> {
  /** The full name of a role, which may already be one. */
  fullNameOf(account: string, name: string): string;
  /** Asks for a session. @throws CredentialProblem if it is not of the account, or any error, which `explain` explains */
  ask(question: RoleQuestion, signal: AbortSignal): Promise<RoleSession<Credentials>>;
  /** Why `ask` failed. */
  explain(role: string, error: unknown): Promise<CredentialProblem>;
  /** Whether the service has answered, and would answer the same. */
  refuses(error: unknown): boolean;
  /** Explains an error of the service as one of a call with the credentials that assume the roles. */
  classify(error: unknown): Failure;
}

/** Options of `RoleSessions`. */
export interface RoleSessionsOptions<Credentials> {
  /** The credentials that assume the roles. */
  readonly base: CredentialSupply<Credentials>;
  /** Asks for their account, to find out whether they are accepted at all. */
  readonly owner: Pick<KmsDriver, "identify">;
  /** The entry of the configuration, for messages. */
  readonly name: string | undefined;
  /** The time limit of one question, milliseconds. */
  readonly timeoutMs: number;
}

/** One session for each role, shared by all regions of its account. */
export class RoleSessions<Credentials> {
  readonly #source: RoleSource<Credentials>;
  readonly #options: RoleSessionsOptions<Credentials>;
  readonly #supplies = new Map<string, CredentialSupply<Credentials>>();
  readonly #outage = new ServiceOutage();
  /** Roles that cannot be assumed, for the life of the connection: the same question would be refused by every account. */
  readonly #refusals = new Map<string, CredentialProblem>();

  constructor(source: RoleSource<Credentials>, options: RoleSessionsOptions<Credentials>) {
    this.#source = source;
    this.#options = options;
  }

  /** The credentials of a role in an account. Asks for nothing yet. */
  supplyFor(account: string, { name, externalId }: FleetRole): CredentialSupply<Credentials> {
    const role = this.#source.fullNameOf(account, name);
    const key = `${role} ${externalId ?? ""}`;
    let supply = this.#supplies.get(key);
    if (supply === undefined) {
      supply = this.#open({ role, account, externalId });
      this.#supplies.set(key, supply);
    }
    return supply;
  }

  /** Ends questions under way. */
  close(): void {
    for (const supply of this.#supplies.values()) supply.close();
  }

  #open(question: RoleQuestion): CredentialSupply<Credentials> {
    const { role, account } = question;
    const { name, timeoutMs } = this.#options;
    const source = this.#source;
    let endsAt: number | undefined;
    return new CredentialSupply<Credentials>(
      {
        ask: async (signal) => {
          const refusal = this.#refusals.get(role);
          if (refusal !== undefined) throw refusal;
          const session = await this.#assume(question, signal);
          ({ endsAt } = session);
          return session.credentials;
        },
        forget: () => {},
        explain: async (error) => {
          const problem = await source.explain(role, error);
          if (!problem.transient && source.refuses(error)) this.#refusals.set(role, problem);
          return problem;
        },
        describe: () => `the role ${role}`,
        renewalHint: () => undefined,
        identityOf: (credentials) => source.identityOf(credentials),
        lifetimeOf: () => ({ endsAt }),
      },
      { timeoutMs, name: name === undefined ? undefined : `${name}/${account}`, earlyMs: EARLY_MS },
    );
  }

  /** Asks for a session. If the service refuses the credentials of the caller, they are renewed once. */
  async #assume(question: RoleQuestion, signal: AbortSignal): Promise<RoleSession<Credentials>> {
    const used = await this.#base((base) => base.get());
    try {
      return await this.#ask(question, signal);
    } catch (error) {
      const problem = this.#callerProblem(error);
      if (problem === undefined) throw error;
      const isReplaced = await this.#base(
        async (base) => !this.#isSame(used, await base.get()) || (await base.renew()),
      );
      if (!isReplaced) throw (await this.#isAccepted(signal)) ? error : problem;
    }
    try {
      return await this.#ask(question, signal);
    } catch (error) {
      throw this.#callerProblem(error) ?? error;
    }
  }

  /** Asks the service, unless it has just been found to be unreachable: what concerns one account concerns all of them. */
  async #ask(question: RoleQuestion, signal: AbortSignal): Promise<RoleSession<Credentials>> {
    const outage = this.#outage.shared();
    if (outage !== undefined) throw outage.error;
    const askedAt = performance.now();
    try {
      const session = await this.#source.ask(question, signal);
      this.#outage.answered();
      return session;
    } catch (error) {
      if (signal.aborted) this.#outage.unanswered(this.#late(), askedAt);
      else if (this.#isUnanswered(error)) this.#outage.unanswered(error, askedAt);
      else this.#outage.answered();
      throw error;
    }
  }

  #isUnanswered(error: unknown): boolean {
    return !(error instanceof CredentialProblem) && this.#source.classify(error).unreachable === true;
  }

  #late(): CredentialProblem {
    return new CredentialProblem(
      `The token service has not answered within ${this.#options.timeoutMs / 1_000} s for other accounts of this entry, and is not asked for each of the rest.`,
      MORE_TIME_FOR_SERVICE,
    );
  }

  /** A token service can refuse the caller because of the account of the role: a region is not enabled there. */
  async #isAccepted(signal: AbortSignal): Promise<boolean> {
    const { owner, timeoutMs } = this.#options;
    try {
      await owner.identify({ signal, timeoutMs });
      return true;
    } catch (error) {
      return this.#callerProblem(error) === undefined;
    }
  }

  async #base<Result>(use: (base: CredentialSupply<Credentials>) => Promise<Result>): Promise<Result> {
    try {
      return await use(this.#options.base);
    } catch (error) {
      if (!(error instanceof CredentialProblem)) throw error;
      const { message, hint, transient, closed } = error;
      throw new CredentialProblem(message, hint, { transient, closed, ofEntry: true });
    }
  }

  /** Undefined: the credentials of the caller are not the reason. */
  #callerProblem(error: unknown): CredentialProblem | undefined {
    if (error instanceof CredentialProblem) return undefined;
    const { code, retry, message, hint = "" } = this.#source.classify(error);
    if (code !== "unauthenticated" || retry !== "no") return undefined;
    const { name } = this.#options;
    return new CredentialProblem(name === undefined ? message : `${name}: ${message}`, hint, { ofEntry: true });
  }

  #isSame(one: Credentials, other: Credentials): boolean {
    const [left, right] = [one, other].map((credentials) => this.#source.identityOf(credentials));
    return left?.accessKeyId === right?.accessKeyId && left?.session === right?.session;
  }
}
