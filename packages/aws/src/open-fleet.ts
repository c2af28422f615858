import type {
  CallContext,
  CallSender,
  FleetAccountAccess,
  FleetConnection,
  FleetScopeSettings,
  FleetSessionSettings,
  FleetSettings,
  KmsDriver,
  ListAccountsRequest,
} from "@crosstag/core/driver";
import { type CredentialSupply, credentialsTimeoutMsOf } from "@crosstag/driver-kit";
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import { createSender } from "./client.ts";
import { configurationError } from "./configuration-error.ts";
import { type AwsKmsSettings, createDriverOfFleet, makeClient, type OwnClient } from "./create-driver.ts";
import { atOtherEndpoint, resolveDialect } from "./dialects.ts";
import { refuseVariantOfEndpoint } from "./endpoint.ts";
import { listEnabledRegions } from "./enabled-regions.ts";
import { providerOf } from "./credentials.ts";
import { guardAccount } from "./guard-account.ts";
import { givenCredentials } from "./given-credentials.ts";
import { homeRegionOf } from "./home-region.ts";
import { listOrganization } from "./organization-accounts.ts";
import { partitionOf } from "./partitions.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { isRoleArn, RoleSessions } from "./role-sessions.ts";
import type { Identity } from "./sdk-identity.ts";

/** STS takes these, and the SDK does not check them. */
const SESSION_TEXT = /^[\w+=,.@-]{2,64}$/;

/**
 * Opens what the accounts and regions of one entry share: the base credentials, one session for each role, one pool of
 * connections. Sends nothing.
 * @throws CrosstagError `configuration` if a setting is missing or wrong
 */
export async function openAwsFleet(settings: FleetSettings): Promise<FleetConnection> {
  const { session = {}, exampleRegion, endpointOf = () => undefined, name, credentials, ...others } = settings;
  checkSession(session);
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  const region = await homeRegionOf(settings);
  const shared: AwsKmsSettings = {
    ...others,
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
  };
  const base = await makeClient({ ...shared, region, endpoint: endpointOf(region) });
  try {
    await refuseVariantOfEndpoint(base.client, endpointOf(region));
    const endpoint = await resolveEndpoint(base.client);
    const partition = partitionOf(exampleRegion ?? region);
    const { client, searchOf } = base;
    const sessions = new RoleSessions({
      base: client,
      region,
      partition,
      endpoint,
      session,
      name,
      timeoutMs,
      searchOf,
    });
    const dialect = resolveDialect(shared.dialect);
    const spoken = endpoint === undefined ? dialect : atOtherEndpoint(dialect);
    const sender = createSender(client, { dialect: spoken, lean: true, supply: base.supply });
    const owner = guardAccount({ client, sender, supply: base.supply, dialect: spoken, endpoint, region });
    return new AwsFleet({ shared, base, sessions, region, partition, endpoint, endpointOf, owner });
  } catch (error) {
    base.client.destroy();
    throw error;
  }
}

interface FleetParts {
  readonly shared: AwsKmsSettings;
  readonly base: OwnClient;
  readonly sessions: RoleSessions;
  /** The home region. */
  readonly region: string;
  readonly partition: string;
  /** The endpoint of the home region, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** The configured endpoint of a region. */
  readonly endpointOf: (region: string) => string | undefined;
  /** Watches the account of the base credentials. */
  readonly owner: Pick<KmsDriver, "identify">;
}

class AwsFleet implements FleetConnection {
  readonly #parts: FleetParts;
  #ownAccount: Promise<string> | undefined;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  listAccounts({ role, ...request }: ListAccountsRequest, call: CallSender) {
    return listOrganization(this.#partsWith(this.#lister(role)), request, call);
  }

  listRegions(access: FleetAccountAccess, call: CallSender) {
    return listEnabledRegions(this.#partsWith(this.#supplyFor(access)), call);
  }

  async identify(access: FleetAccountAccess, context: CallContext): Promise<string> {
    const { account, role } = access;
    if (account === undefined || role === undefined) return this.#identifyBase(context);
    // STS has named the account when it issued the session.
    await this.#supplyFor(access).credentialsFor(context);
    return account;
  }

  async createDriver({ account, region, role, name, quotas }: FleetScopeSettings): Promise<KmsDriver> {
    const { shared, base, partition, endpoint, endpointOf, region: home } = this.#parts;
    if (partitionOf(region) !== partition)
      throw configurationError(
        `${name}: the region is in the partition ${partitionOf(region)}, and the entry in ${partition}.`,
        "Write an entry for each partition.",
      );
    const own = endpointOf(region);
    const settings = { ...shared, account, region, name, endpoint: own, ...(quotas !== undefined && { quotas }) };
    const supply = this.#supplyFor({ account, ...(role !== undefined && { role }) });
    // STS has named the account of a session when it issued it.
    const owner = role === undefined ? this.#parts.owner : { identify: async () => ({ account }) };
    const resolved = own === endpointOf(home) ? { endpoint } : undefined;
    return createDriverOfFleet(settings, { supply, handler: base.client.config.requestHandler, owner, resolved });
  }

  classify = (error: unknown) => classifyFleetFailure(error, this.#parts.base.supply.origin);

  async close(): Promise<void> {
    const { sessions, base } = this.#parts;
    sessions.close();
    base.supply.close();
    base.client.destroy();
  }

  #supplyFor({ account, role }: FleetAccountAccess): CredentialSupply<Identity> {
    const { sessions, base } = this.#parts;
    return account === undefined || role === undefined ? base.supply : sessions.supplyFor(account, role);
  }

  /** The credentials that list the accounts. @throws CrosstagError `configuration` if the role has no full name */
  #lister(role: string | undefined): CredentialSupply<Identity> {
    if (role === undefined) return this.#parts.base.supply;
    if (!isRoleArn(role))
      throw configurationError(
        "organization.role is not the full name of a role.",
        "Write it like arn:aws:iam::111122223333:role/organization-reader.",
      );
    return this.#parts.sessions.supplyFor(role.split(":")[4] ?? "", { name: role });
  }

  #partsWith(supply: CredentialSupply<Identity>) {
    const { base, region, endpoint } = this.#parts;
    return { base: base.client, region, endpoint, credentials: providerOf(supply) };
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
    throw configurationError(
      "AWS does not say which account these credentials belong to.",
      "List the accounts under accounts.",
    );
  }
}

/** @throws CrosstagError `configuration` */
function checkSession({ sessionName, sourceIdentity, durationSeconds }: FleetSessionSettings): void {
  const rule = "Use 2 to 64 letters, digits and _ + = , . @ -";
  if (sessionName !== undefined && !SESSION_TEXT.test(sessionName))
    throw configurationError("assumeRole.sessionName is not a name that AWS STS accepts.", rule);
  if (sourceIdentity !== undefined && (!SESSION_TEXT.test(sourceIdentity) || /^aws:/i.test(sourceIdentity)))
    throw configurationError("assumeRole.sourceIdentity is not a text that AWS STS accepts.", rule);
  if (durationSeconds !== undefined && (durationSeconds < 900 || durationSeconds > 43_200))
    throw configurationError("assumeRole.durationSeconds is out of range.", "Set it from 900 to 43200 seconds.");
}
