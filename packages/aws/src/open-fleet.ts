import type { FleetConnection, FleetScopeSettings, FleetSettings } from "@crosstag/core/driver";
import {
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
import { classifyFleetFailure } from "./classify-fleet-failure.ts";
import { createSender, type SenderMemory } from "./client.ts";
import { configurationError } from "./configuration-error.ts";
import { createDriverOfFleet, makeClient, type OwnClient } from "./create-driver.ts";
import { atOtherEndpoint, resolveDialect } from "./dialects.ts";
import { endpointOfEnvironment, refuseVariantOfEndpoint } from "./endpoint.ts";
import { listEnabledRegions } from "./enabled-regions.ts";
import { providerOf } from "./credentials.ts";
import { guardAccount } from "./guard-account.ts";
import { givenCredentials } from "./given-credentials.ts";
import { homeRegionOf } from "./home-region.ts";
import { kmsAnswers } from "./kms-answers.ts";
import { listOrganization } from "./organization-accounts.ts";
import { partitionOf } from "./partitions.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { ROLE_ARN } from "./role-arn.ts";
import { AwsRoleSource } from "./role-source.ts";
import type { Identity, SdkCredentials } from "./sdk-identity.ts";
import { createServiceDriver } from "./services.ts";

/** The SDK does not check the texts of a session. */
const FORMS = {
  cloud: "AWS",
  service: "AWS STS",
  configurationError,
  text: /^[\w+=,.@-]{2,64}$/,
  rule: "Use 2 to 64 letters, digits and _ + = , . @ -",
  reservedIdentity: /^aws:/i,
  account: /^\d{12}$/,
  accountRule: "Write its twelve digits, in quotes.",
  role: ROLE_ARN,
  roleExample: "arn:aws:iam::111122223333:role/organization-reader",
};

/**
 * Opens what the accounts and regions of one entry share: the base credentials, one session for each role, one pool of
 * connections. Sends nothing.
 * @throws CrosstagError `configuration` if a setting is missing or wrong
 */
export async function openAwsFleet(settings: FleetSettings): Promise<FleetConnection> {
  const prepared = prepareFleet(settings, FORMS, givenCredentials);
  const { shared, session, endpointOf, timeoutMs } = prepared;
  const region = await homeRegionOf(settings);
  const base = await makeClient({ ...shared, region, endpoint: endpointOf(region) });
  try {
    await refuseVariantOfEndpoint(base.client, endpointOf(region) ?? endpointOfEnvironment());
    const endpoint = await resolveEndpoint(base.client);
    const partition = partitionOf(settings.exampleRegion ?? region);
    const { client, searchOf, supply } = base;
    const originOf = () => supply.origin;
    const source = new AwsRoleSource({ base: client, region, partition, endpoint, session, searchOf, originOf });
    const dialect = resolveDialect(shared.dialect);
    const spoken = endpoint === undefined ? dialect : atOtherEndpoint(dialect);
    const form = kmsAnswers(spoken);
    const sender = createSender(client, { form, lean: true, supply });
    const accountConfigured = settings.accounts !== undefined;
    const owner = guardAccount({ client, kms: { sender, form }, supply, endpoint, region, accountConfigured });
    const sessions = new RoleSessions(source, { base: supply, owner, name: settings.name, timeoutMs });
    const credentials = new FleetCredentials({ base: supply, sessions, owner }, FORMS);
    return roleFleet(new AwsFleet({ ...prepared, base, region, partition, endpoint }), credentials);
  } catch (error) {
    base.client.destroy();
    throw error;
  }
}

interface FleetParts extends Pick<PreparedFleet<SdkCredentials>, "shared" | "endpointOf"> {
  readonly base: OwnClient;
  /** The home region. */
  readonly region: string;
  readonly partition: string;
  /** The endpoint of the home region, if it is not one of AWS. */
  readonly endpoint: string | undefined;
}

class AwsFleet implements FleetCloud<Identity> {
  readonly #parts: FleetParts;
  /** By configured endpoint: to find it takes as long as the rest of a driver. */
  readonly #resolved = new Map<string | undefined, { readonly endpoint: string | undefined }>();
  /** By region. Without it, every client of a fleet would learn for itself. */
  readonly #memories = new Map<string, SenderMemory>();

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#resolved.set(parts.endpointOf(parts.region), { endpoint: parts.endpoint });
  }

  listAccounts(...[supply, request, call]: Parameters<FleetCloud<Identity>["listAccounts"]>) {
    return listOrganization(this.#partsWith(supply), request, call);
  }

  listRegions(...[supply, call]: Parameters<FleetCloud<Identity>["listRegions"]>) {
    return listEnabledRegions(this.#partsWith(supply), call);
  }

  async createDriver(scope: FleetScopeSettings, { supply, owner }: ScopeAccess<Identity>) {
    const { base, partition, endpointOf } = this.#parts;
    const { region, name } = scope;
    if (partitionOf(region) !== partition)
      throw configurationError(
        `${name}: the region is in the partition ${partitionOf(region)}, and the entry in ${partition}.`,
        "Write an entry for each partition.",
      );
    const settings = scopeSettings(this.#parts, scope);
    if (scope.service !== undefined)
      return createServiceDriver(scope.service, settings, { supply, base: base.client, owner });
    const own = endpointOf(region);
    const memory = this.#memories.get(region) ?? {};
    this.#memories.set(region, memory);
    const shared = { supply, base: base.client, owner, resolved: this.#resolved.get(own), memory };
    const driver = await createDriverOfFleet(settings, shared);
    this.#resolved.set(own, { endpoint: driver.endpoint });
    return driver;
  }

  classify = (error: unknown) => classifyFleetFailure(error, this.#parts.base.supply.origin);

  disconnect(): void {
    this.#parts.base.client.destroy();
  }

  #partsWith(supply: CredentialSupply<Identity>) {
    const { base, region, endpoint } = this.#parts;
    return { base: base.client, region, endpoint, credentials: providerOf(supply) };
  }
}
