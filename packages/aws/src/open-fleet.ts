import type {
  CallContext,
  CallSender,
  FleetAccountAccess,
  FleetConnection,
  FleetScopeSettings,
  FleetSettings,
  KmsDriver,
  ListAccountsRequest,
} from "@crosstag/core/driver";
import {
  checkFleetSession,
  type CredentialSupply,
  credentialsTimeoutMsOf,
  FleetCredentials,
  RoleSessions,
} from "@crosstag/driver-kit";
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
import { ROLE_ARN } from "./role-arn.ts";
import { AwsRoleSource } from "./role-source.ts";
import type { Identity } from "./sdk-identity.ts";

/** The SDK does not check them. */
const SESSION_RULES = {
  service: "AWS STS",
  configurationError,
  text: /^[\w+=,.@-]{2,64}$/,
  rule: "Use 2 to 64 letters, digits and _ + = , . @ -",
  reservedIdentity: /^aws:/i,
};

const FORMS = {
  cloud: "AWS",
  configurationError,
  role: ROLE_ARN,
  roleExample: "arn:aws:iam::111122223333:role/organization-reader",
};

/**
 * Opens what the accounts and regions of one entry share: the base credentials, one session for each role, one pool of
 * connections. Sends nothing.
 * @throws CrosstagError `configuration` if a setting is missing or wrong
 */
export async function openAwsFleet(settings: FleetSettings): Promise<FleetConnection> {
  const { session = {}, exampleRegion, endpointOf = () => undefined, name, credentials, ...others } = settings;
  checkFleetSession(session, SESSION_RULES);
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
    const source = new AwsRoleSource({ base: client, region, partition, endpoint, session, searchOf });
    const sessions = new RoleSessions(source, { name, timeoutMs });
    const dialect = resolveDialect(shared.dialect);
    const spoken = endpoint === undefined ? dialect : atOtherEndpoint(dialect);
    const sender = createSender(client, { dialect: spoken, lean: true, supply: base.supply });
    const owner = guardAccount({ client, sender, supply: base.supply, dialect: spoken, endpoint, region });
    const fleetCredentials = new FleetCredentials({ base: base.supply, sessions, owner }, FORMS);
    return new AwsFleet({ shared, base, credentials: fleetCredentials, region, partition, endpoint, endpointOf });
  } catch (error) {
    base.client.destroy();
    throw error;
  }
}

interface FleetParts {
  readonly shared: AwsKmsSettings;
  readonly base: OwnClient;
  readonly credentials: FleetCredentials<Identity>;
  /** The home region. */
  readonly region: string;
  readonly partition: string;
  /** The endpoint of the home region, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** The configured endpoint of a region. */
  readonly endpointOf: (region: string) => string | undefined;
}

class AwsFleet implements FleetConnection {
  readonly #parts: FleetParts;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  listAccounts({ role, ...request }: ListAccountsRequest, call: CallSender) {
    return listOrganization(this.#partsWith(this.#parts.credentials.supplyOfLister(role)), request, call);
  }

  listRegions(access: FleetAccountAccess, call: CallSender) {
    return listEnabledRegions(this.#partsWith(this.#parts.credentials.supplyFor(access)), call);
  }

  identify(access: FleetAccountAccess, context: CallContext): Promise<string> {
    return this.#parts.credentials.identify(access, context);
  }

  async createDriver(scope: FleetScopeSettings): Promise<KmsDriver> {
    const { account, region, name, quotas } = scope;
    const { shared, base, credentials, partition, endpoint, endpointOf, region: home } = this.#parts;
    if (partitionOf(region) !== partition)
      throw configurationError(
        `${name}: the region is in the partition ${partitionOf(region)}, and the entry in ${partition}.`,
        "Write an entry for each partition.",
      );
    const own = endpointOf(region);
    const settings = { ...shared, account, region, name, endpoint: own, ...(quotas !== undefined && { quotas }) };
    const [supply, owner] = [credentials.supplyFor(scope), credentials.ownerOf(scope)];
    const resolved = own === endpointOf(home) ? { endpoint } : undefined;
    return createDriverOfFleet(settings, { supply, handler: base.client.config.requestHandler, owner, resolved });
  }

  classify = (error: unknown) => classifyFleetFailure(error, this.#parts.base.supply.origin);

  async close(): Promise<void> {
    const { credentials, base } = this.#parts;
    credentials.close();
    base.client.destroy();
  }

  #partsWith(supply: CredentialSupply<Identity>) {
    const { base, region, endpoint } = this.#parts;
    return { base: base.client, region, endpoint, credentials: providerOf(supply) };
  }
}
