import type { CallSender, FleetConnection, FleetScopeSettings, FleetSettings } from "@crosstag/core/driver";
import {
  callForFleet,
  type CredentialSupply,
  type FleetCloud,
  FleetCredentials,
  prepareFleet,
  type PreparedFleet,
  roleFleet,
  RoleSessions,
  type ScopeAccess,
  scopeSettings,
} from "@crosstag/driver-kit";
import { ACCOUNT_NUMBER, ACCOUNT_RULE } from "./account-number.ts";
import { isObject } from "./answer.ts";
import { resolveAssumptions } from "./assumptions.ts";
import type { AlibabaClient } from "./client.ts";
import { classifyFailure } from "./classify-failure.ts";
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import { configurationError } from "./configuration-error.ts";
import { type AlibabaKmsSettings, type ClientParts, makeClient } from "./create-driver.ts";
import type { CredentialFunction } from "./credential-function.ts";
import type { FixedCredentials } from "./fixed-credentials.ts";
import { type AccountDriver, prepareFleetRegion } from "./fleet-region.ts";
import { givenCredentials } from "./given-credentials.ts";
import { guardAccount } from "./guard-account.ts";
import { ownEndpoint, STS_VERSION, stsEndpoint } from "./identify-caller.ts";
import type { CredentialModel } from "./open-api-client.ts";
import { listOrganization } from "./organization-accounts.ts";
import { checkRegion, resolveRegion } from "./region.ts";
import { KmsRequests } from "./requests.ts";
import { AlibabaRoleSource, ROLE_ARN } from "./role-source.ts";
import { loadKmsModels } from "./sdk.ts";

const FORMS = {
  cloud: "Alibaba Cloud",
  service: "Alibaba Cloud STS",
  configurationError,
  text: /^[\w.@-]{2,64}$/,
  rule: "Use 2 to 64 letters, digits and . @ - _",
  account: ACCOUNT_NUMBER,
  accountRule: ACCOUNT_RULE,
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
  const prepared = prepareFleet(settings, FORMS, givenCredentials);
  const { shared, session, endpointOf, timeoutMs } = prepared;
  const region = await homeRegionOf(settings);
  const base = await makeClient({ ...shared, region, endpoint: endpointOf(region) });
  try {
    const { AlibabaClient: Client } = await import("./client.ts");
    const endpoint = stsEndpoint(base);
    const sts = new Client(base.signer, base.transport, endpoint, { version: STS_VERSION, host: endpoint.host });
    const assumptions = resolveAssumptions(shared.assumptions);
    const classify = (error: unknown) =>
      classifyFailure(error, assumptions, base.credentials.origin, "Alibaba Cloud STS");
    const source = new AlibabaRoleSource({ sts, session, timeoutMs, classify });
    const client = new Client(base.signer, base.transport, base.endpoint);
    const requests = new KmsRequests(await loadKmsModels(), region);
    const accountConfigured = settings.accounts !== undefined;
    const owner = guardAccount({ ...base, client, requests, region, assumptions, accountConfigured });
    const sessions = new RoleSessions(source, { base: base.credentials, owner, name: settings.name, timeoutMs });
    const credentials = new FleetCredentials({ base: base.credentials, sessions, owner }, FORMS);
    return roleFleet(new AlibabaFleet({ ...prepared, base, Client }), credentials);
  } catch (error) {
    await base.close();
    throw error;
  }
}

interface FleetParts extends Pick<PreparedFleet<FixedCredentials | CredentialFunction>, "shared" | "endpointOf"> {
  readonly base: ClientParts;
  readonly Client: typeof AlibabaClient;
}

class AlibabaFleet implements FleetCloud<CredentialModel> {
  readonly #parts: FleetParts;
  readonly #regions = new Map<string, Promise<AccountDriver>>();

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  listAccounts(...[supply, request, call]: Parameters<FleetCloud<CredentialModel>["listAccounts"]>) {
    const { base, Client } = this.#parts;
    const own = ownEndpoint(base.endpoint);
    const host = own ? RESOURCE_MANAGER.host : base.endpoint.host;
    const endpoint = own ? ({ protocol: "https:", host } as const) : base.endpoint;
    const signer = base.signer.withCredentials(supply);
    const client = new Client(signer, base.transport, endpoint, { ...RESOURCE_MANAGER, host });
    return listOrganization(client, request, call);
  }

  /** Every account can use the regions that KMS has for it. */
  async listRegions(supply: CredentialSupply<CredentialModel>, call: CallSender): Promise<readonly string[]> {
    const { base, Client } = this.#parts;
    const client = new Client(base.signer.withCredentials(supply), base.transport, base.endpoint);
    const { body } = await callForFleet("regions", call, (context) =>
      client.call({ action: "DescribeRegions", parameters: {} }, context),
    );
    const rows = isObject(body["Regions"]) ? body["Regions"]["Region"] : undefined;
    return (Array.isArray(rows) ? rows.filter(isObject) : []).flatMap(({ RegionId: id }) =>
      typeof id === "string" ? [id] : [],
    );
  }

  async createDriver(scope: FleetScopeSettings, { supply, owner }: ScopeAccess<CredentialModel>) {
    const settings = scopeSettings(this.#parts, scope);
    return (await this.#regionOf(scope.region, settings))(settings, { credentials: supply, owner });
  }

  #regionOf(name: string, settings: AlibabaKmsSettings): Promise<AccountDriver> {
    let region = this.#regions.get(name);
    if (region === undefined) {
      region = prepareFleetRegion(settings, this.#parts.base);
      this.#regions.set(name, region);
      // A package that could not be loaded may be there the next time.
      region.catch(() => this.#regions.delete(name));
    }
    return region;
  }

  classify = (error: unknown) => {
    const { shared, base } = this.#parts;
    return classifyFleetFailure(error, resolveAssumptions(shared.assumptions), base.credentials.origin);
  };

  disconnect(): Promise<void> {
    return this.#parts.base.transport.close();
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
