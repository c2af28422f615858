import type { CallContext, FleetAccountAccess, FleetConnection, KmsDriver } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";
import type { CredentialSupply } from "./credential-supply.ts";
import type { RoleSessions } from "./role-sessions.ts";

/** What differs between the fleets of clouds. */
export interface FleetForms {
  /** The cloud in messages. */
  readonly cloud: string;
  /** Makes the errors of the provider. */
  readonly configurationError: ConfigurationError;
  /** The full name of a role, with its account as the group `account`. */
  readonly role: RegExp;
  /** A full name of a role, for messages. */
  readonly roleExample: string;
}

/** The credentials of a fleet. */
export interface FleetCredentialParts<Credentials> {
  /** The credentials of the entry. */
  readonly base: CredentialSupply<Credentials>;
  /** The sessions of roles that they may assume. */
  readonly sessions: RoleSessions<Credentials>;
  /** Watches the account of the base credentials. */
  readonly owner: Pick<KmsDriver, "identify">;
}

/** Which credentials the accounts of one entry are used with: those of the entry, or a session of a role. */
export class FleetCredentials<Credentials> implements Pick<FleetConnection, "identify"> {
  readonly #parts: FleetCredentialParts<Credentials>;
  readonly #forms: FleetForms;
  #ownAccount: Promise<string> | undefined;

  constructor(parts: FleetCredentialParts<Credentials>, forms: FleetForms) {
    this.#parts = parts;
    this.#forms = forms;
  }

  /** The credentials for calls in an account. */
  supplyFor({ account, role }: FleetAccountAccess): CredentialSupply<Credentials> {
    const { base, sessions } = this.#parts;
    return account === undefined || role === undefined ? base : sessions.supplyFor(account, role);
  }

  /** The credentials that list the accounts. @throws CrosstagError `configuration` if the role has no full name */
  supplyOfLister(role: string | undefined): CredentialSupply<Credentials> {
    const { base, sessions } = this.#parts;
    if (role === undefined) return base;
    const account = this.#forms.role.exec(role)?.groups?.["account"];
    if (account === undefined)
      throw this.#forms.configurationError(
        "organization.role is not the full name of a role.",
        `Write it like ${this.#forms.roleExample}.`,
      );
    return sessions.supplyFor(account, { name: role });
  }

  /** Whose account the credentials of an account belong to. */
  ownerOf({ account, role }: FleetAccountAccess & { readonly account: string }): Pick<KmsDriver, "identify"> {
    // The token service has named the account of a session when it issued it.
    return role === undefined ? this.#parts.owner : { identify: async () => ({ account }) };
  }

  /** @throws CredentialProblem, or CrosstagError `configuration` if the cloud does not tell the account of the entry */
  async identify(access: FleetAccountAccess, context: CallContext): Promise<string> {
    const { account, role } = access;
    if (account === undefined || role === undefined) return this.#identifyBase(context);
    // The token service has named the account when it issued the session.
    await this.supplyFor(access).credentialsFor(context);
    return account;
  }

  /** Ends questions under way. */
  close(): void {
    this.#parts.sessions.close();
    this.#parts.base.close();
  }

  #identifyBase(context: CallContext): Promise<string> {
    this.#ownAccount ??= this.#askBase(context).catch((error: unknown) => {
      this.#ownAccount = undefined;
      throw error;
    });
    return this.#ownAccount;
  }

  async #askBase(context: CallContext): Promise<string> {
    const { account } = await this.#parts.owner.identify(context);
    if (account !== undefined) return account;
    const { cloud, configurationError } = this.#forms;
    throw configurationError(
      `${cloud} does not say which account these credentials belong to.`,
      "List the accounts under accounts.",
    );
  }
}
