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
import { checkFleetSession, credentialsTimeoutMsOf, FleetCredentials, RoleSessions } from "@crosstag/driver-kit";
import { isObject } from "./answer.ts";
import { resolveAssumptions } from "./assumptions.ts";
import type { AlibabaClient } from "./client.ts";
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import { configurationError } from "./configuration-error.ts";
import { type AlibabaKmsSettings, type ClientParts, createDriverOfFleet, makeClient } from "./create-driver.ts";
import { FleetCallError } from "./fleet-call-error.ts";
import { givenCredentials } from "./given-credentials.ts";
import { guardAccount } from "./guard-account.ts";
import { ownEndpoint, STS_VERSION, stsEndpoint } from "./identify-caller.ts";
import { listOrganization } from "./organization-accounts.ts";
import { checkRegion, resolveRegion } from "./region.ts";
import { KmsRequests } from "./requests.ts";
import type { CredentialModel } from "./open-api-client.ts";
import { AlibabaRoleSource, ROLE_ARN } from "./role-source.ts";
import { loadKmsModels } from "./sdk.ts";

const SESSION_RULES = {
  service: "Alibaba Cloud STS",
  configurationError,
  text: /^[\w.@-]{2,64}$/,
  rule: "Use 2 to 64 letters, digits and . @ - _",
};

const FORMS = {
  cloud: "Alibaba Cloud",
  configurationError,
  role: ROLE_ARN,
  roleExample: "acs:ram::1234567890:role/organization-reader",
};

/** Every account has it. */
const ALWAYS_ENABLED = "cn-hangzhou";
const RESOURCE_MANAGER = { version: "2020-03-31", host: "resourcemanager.aliyuncs.com" };

/**
 * Opens what the accounts and regions of one entry share: the base credentials, one session for each role, one pool of
 * connections. Sends nothing.
 * @throws CrosstagError `configuration` if a setting is missing or wrong
 */
export async function openAlibabaFleet(settings: FleetSettings): Promise<FleetConnection> {
  const { session = {}, exampleRegion: _, endpointOf = () => undefined, name, credentials, ...others } = settings;
  checkFleetSession(session, SESSION_RULES);
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  const region = await homeRegionOf(settings);
  const shared: AlibabaKmsSettings = {
    ...others,
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
  };
  const base = await makeClient({ ...shared, region, endpoint: endpointOf(region) });
  try {
    const { AlibabaClient: Client } = await import("./client.ts");
    const endpoint = stsEndpoint(base);
    const sts = new Client(base.signer, base.transport, endpoint, { version: STS_VERSION, host: endpoint.host });
    const sessions = new RoleSessions(new AlibabaRoleSource({ sts, session, timeoutMs }), { name, timeoutMs });
    const client = new Client(base.signer, base.transport, base.endpoint);
    const requests = new KmsRequests(await loadKmsModels(), region);
    const assumptions = resolveAssumptions(shared.assumptions);
    const owner = guardAccount({ ...base, client, requests, region, assumptions });
    const fleetCredentials = new FleetCredentials({ base: base.credentials, sessions, owner }, FORMS);
    return new AlibabaFleet({ shared, base, credentials: fleetCredentials, endpointOf, Client });
  } catch (error) {
    await base.close();
    throw error;
  }
}

interface FleetParts {
  readonly shared: AlibabaKmsSettings;
  readonly base: ClientParts;
  readonly credentials: FleetCredentials<CredentialModel>;
  /** The configured endpoint of a region. */
  readonly endpointOf: (region: string) => string | undefined;
  readonly Client: typeof AlibabaClient;
}

class AlibabaFleet implements FleetConnection {
  readonly #parts: FleetParts;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  async listAccounts({ role, ...request }: ListAccountsRequest, call: CallSender) {
    const { base, credentials, Client } = this.#parts;
    const signer = base.signer.withCredentials(credentials.supplyOfLister(role));
    const own = ownEndpoint(base.endpoint);
    const host = own ? RESOURCE_MANAGER.host : base.endpoint.host;
    const endpoint = own ? ({ protocol: "https:", host } as const) : base.endpoint;
    const client = new Client(signer, base.transport, endpoint, { ...RESOURCE_MANAGER, host });
    return listOrganization(client, request, call);
  }

  /** Every account can use the regions that KMS has for it. */
  async listRegions(access: FleetAccountAccess, call: CallSender): Promise<readonly string[]> {
    const { base, credentials, Client } = this.#parts;
    const signer = base.signer.withCredentials(credentials.supplyFor(access));
    const client = new Client(signer, base.transport, base.endpoint);
    const { body } = await call(async (context) => {
      try {
        return await client.call({ action: "DescribeRegions", parameters: {} }, context);
      } catch (cause) {
        throw new FleetCallError("regions", cause);
      }
    });
    const rows = isObject(body["Regions"]) ? body["Regions"]["Region"] : undefined;
    return (Array.isArray(rows) ? rows.filter(isObject) : []).flatMap(({ RegionId: id }) =>
      typeof id === "string" ? [id] : [],
    );
  }

  identify(access: FleetAccountAccess, context: CallContext): Promise<string> {
    return this.#parts.credentials.identify(access, context);
  }

  createDriver(scope: FleetScopeSettings): Promise<KmsDriver> {
    const { account, region, name, quotas } = scope;
    const { shared, base, credentials, endpointOf } = this.#parts;
    const endpoint = endpointOf(region);
    const settings = { ...shared, account, region, name, endpoint, ...(quotas !== undefined && { quotas }) };
    return createDriverOfFleet(settings, {
      credentials: credentials.supplyFor(scope),
      transport: base.transport,
      owner: credentials.ownerOf(scope),
    });
  }

  classify = (error: unknown) => {
    const { shared, base } = this.#parts;
    return classifyFleetFailure(error, resolveAssumptions(shared.assumptions), base.credentials.origin);
  };

  async close(): Promise<void> {
    const { credentials, base } = this.#parts;
    credentials.close();
    await base.transport.close();
  }
}

/** The region whose STS assumes the roles. Its sessions are valid in all regions. */
async function homeRegionOf({ session, profile, exampleRegion }: FleetSettings): Promise<string> {
  if (session?.region !== undefined) {
    checkRegion(session.region);
    return session.region;
  }
  try {
    return await resolveRegion({ profile });
  } catch {
    return exampleRegion ?? ALWAYS_ENABLED;
  }
}
