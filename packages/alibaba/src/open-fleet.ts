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
import { credentialsTimeoutMsOf } from "@crosstag/driver-kit";
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
import { isRoleArn, RoleSessions } from "./role-sessions.ts";
import type { Credentials } from "./sdk-credentials.ts";
import { loadKmsModels } from "./sdk.ts";

/** STS takes these; AWS takes more. */
const SESSION_TEXT = /^[\w.@-]{2,64}$/;
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
  checkSession(session);
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  const region = await homeRegionOf(settings);
  const shared: AlibabaKmsSettings = {
    ...others,
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials: givenCredentials(credentials) }),
  };
  const base = await makeClient({ ...shared, region, endpoint: endpointOf(region) });
  const { AlibabaClient: Client } = await import("./client.ts");
  const endpoint = stsEndpoint(base);
  const sts = new Client(base.signer, base.transport, endpoint, { version: STS_VERSION, host: endpoint.host });
  const sessions = new RoleSessions({ sts, session, name, timeoutMs });
  const client = new Client(base.signer, base.transport, base.endpoint);
  const requests = new KmsRequests(await loadKmsModels(), region);
  const assumptions = resolveAssumptions(shared.assumptions);
  const owner = guardAccount({ ...base, client, requests, region, assumptions });
  return new AlibabaFleet({ shared, base, sessions, endpointOf, Client, owner });
}

interface FleetParts {
  readonly shared: AlibabaKmsSettings;
  readonly base: ClientParts;
  readonly sessions: RoleSessions;
  /** The configured endpoint of a region. */
  readonly endpointOf: (region: string) => string | undefined;
  readonly Client: typeof AlibabaClient;
  /** Watches the account of the base credentials. */
  readonly owner: Pick<KmsDriver, "identify">;
}

class AlibabaFleet implements FleetConnection {
  readonly #parts: FleetParts;
  #ownAccount: Promise<string> | undefined;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  async listAccounts({ role, ...request }: ListAccountsRequest, call: CallSender) {
    const { base, Client } = this.#parts;
    const signer = base.signer.withCredentials(this.#lister(role));
    const own = ownEndpoint(base.endpoint);
    const host = own ? RESOURCE_MANAGER.host : base.endpoint.host;
    const endpoint = own ? ({ protocol: "https:", host } as const) : base.endpoint;
    const client = new Client(signer, base.transport, endpoint, { ...RESOURCE_MANAGER, host });
    return listOrganization(client, request, call);
  }

  /** Every account can use the regions that KMS has for it. */
  async listRegions(access: FleetAccountAccess, call: CallSender): Promise<readonly string[]> {
    const { base, Client } = this.#parts;
    const signer = base.signer.withCredentials(this.#supplyFor(access));
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

  async identify(access: FleetAccountAccess, context: CallContext): Promise<string> {
    const { account, role } = access;
    if (account === undefined || role === undefined) return this.#identifyBase(context);
    // STS has named the account when it issued the session.
    await this.#supplyFor(access).credentialsFor(context);
    return account;
  }

  createDriver({ account, region, role, name, quotas }: FleetScopeSettings): Promise<KmsDriver> {
    const { shared, base, endpointOf } = this.#parts;
    const endpoint = endpointOf(region);
    const settings = { ...shared, account, region, name, endpoint, ...(quotas !== undefined && { quotas }) };
    const credentials = this.#supplyFor({ account, ...(role !== undefined && { role }) });
    // STS has named the account of a session when it issued it.
    const owner = role === undefined ? this.#parts.owner : { identify: async () => ({ account }) };
    return createDriverOfFleet(settings, { credentials, transport: base.transport, owner });
  }

  classify = (error: unknown) => {
    const { shared, base } = this.#parts;
    return classifyFleetFailure(error, resolveAssumptions(shared.assumptions), base.credentials.origin);
  };

  async close(): Promise<void> {
    const { sessions, base } = this.#parts;
    sessions.close();
    base.credentials.close();
    await base.transport.close();
  }

  #supplyFor({ account, role }: FleetAccountAccess): Credentials {
    const { sessions, base } = this.#parts;
    return account === undefined || role === undefined ? base.credentials : sessions.supplyFor(account, role);
  }

  /** The credentials that list the accounts. @throws CrosstagError `configuration` if the role has no full name */
  #lister(role: string | undefined): Credentials {
    if (role === undefined) return this.#parts.base.credentials;
    if (!isRoleArn(role))
      throw configurationError(
        "organization.role is not the full name of a role.",
        "Write it like acs:ram::1234567890:role/organization-reader.",
      );
    return this.#parts.sessions.supplyFor(role.split(":")[3] ?? "", { name: role });
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
      "Alibaba Cloud does not say which account these credentials belong to.",
      "List the accounts under accounts.",
    );
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

/** @throws CrosstagError `configuration` */
function checkSession({ sessionName, sourceIdentity, durationSeconds }: FleetSessionSettings): void {
  const rule = "Use 2 to 64 letters, digits and . @ - _";
  if (sessionName !== undefined && !SESSION_TEXT.test(sessionName))
    throw configurationError("assumeRole.sessionName is not a name that Alibaba Cloud STS accepts.", rule);
  if (sourceIdentity !== undefined && !SESSION_TEXT.test(sourceIdentity))
    throw configurationError("assumeRole.sourceIdentity is not a text that Alibaba Cloud STS accepts.", rule);
  if (durationSeconds !== undefined && (durationSeconds < 900 || durationSeconds > 43_200))
    throw configurationError("assumeRole.durationSeconds is out of range.", "Set it from 900 to 43200 seconds.");
}
