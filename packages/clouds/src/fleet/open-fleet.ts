import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { FleetConnection, FleetSettings, ReferenceGrammar } from "@crosstag/core/driver";
import type { EntryParts } from "../services/entry-parts.ts";
import { accountsOfAny } from "../services/facts-of-any.ts";
import { settingsOfKms } from "../services/service-settings.ts";
import { endpointOfRegion } from "./endpoint-of-region.ts";
import type { ExpandedFleet, FleetQuestions } from "./expand-fleet.ts";
import { expandFromCloud } from "./expand-from-cloud.ts";
import type { FleetCache } from "./fleet-cache.ts";
import { FleetMemory } from "./fleet-memory.ts";
import { askFleet, listNeeds } from "./fleet-questions.ts";
import { mayNameManagement } from "./management-account.ts";
import { readAccounts } from "./read-accounts.ts";
import { scopesOfReferences } from "./scopes-of-references.ts";
import type { ScopeSelection } from "./scope-selection.ts";

/** What a fleet is opened from, beside its entry. */
export interface FleetInputs extends EntryParts {
  /** Credentials in code. Default: the cloud's own SDK finds them. */
  readonly credentials?: unknown;
  /** The options of the adapter, checked. Default: none. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Which clouds are wanted. Default: all. */
  readonly selection?: ScopeSelection | undefined;
  /** Names of the only resources that are wanted. Default: all. */
  readonly references?: readonly string[] | undefined;
  /** Keeps what is learned of the organization and its regions. Default: nothing is kept. */
  readonly cache?: FleetCache | undefined;
}

/** An entry with its clouds, and the connection that they share. */
export interface FleetHandle {
  /** What the entry stands for. */
  readonly fleet: ExpandedFleet;
  /** What the clouds share. Not closed yet. */
  readonly connection: FleetConnection;
  /** What has been learned of the entry. Undefined: nothing is remembered. */
  readonly memory: FleetMemory | undefined;
  /** The KMS and the services of its clouds, without a client. */
  readonly parts: EntryParts;
  /** The entry. */
  readonly cloud: CloudConfiguration;
  /** The configured endpoint of a region; undefined if it is the public one. */
  readonly endpointOf: (region: string) => string | undefined;
  /** The regions of all its accounts, as the configuration writes them. */
  readonly regions: readonly string[];
}

/**
 * Finds the clouds of an entry. Close the connection.
 * @throws CrosstagError `configuration` if the adapter has no fleets, a setting is wrong or there are no clouds. Nothing
 *   stays open then
 */
export async function findFleet(entry: string, cloud: CloudConfiguration, inputs: FleetInputs): Promise<FleetHandle> {
  const { adapter, selection = {}, references, cache } = inputs;
  const configured = await readAccounts(cloud);
  const grammars = [inputs, ...inputs.services].map(({ profile }) => profile.references);
  const connection = await connect(entry, cloud, configured, inputs);
  try {
    const own = references?.filter((reference) => mayServe(grammars, reference));
    const questions = askFleet(adapter.provider, cloud, connection, listNeeds(cloud, selection));
    const memory = memoryOf(entry, cloud, questions, cache);
    const named =
      own === undefined || (await mayNameManagement(cloud, configured, accountsOfAny(grammars, own), questions))
        ? undefined
        : scopesOfReferences(entry, cloud, configured, own, { grammars, selection });
    const found =
      named === undefined
        ? await expandFromCloud(entry, cloud, configured, { questions, memory }, { ...inputs, references: own })
        : { entry, provider: cloud.provider, scopes: named, skipped: [], unreadable: [], warnings: [] };
    // Also if all clouds had to be found, only those of the named resources are read.
    const fleet = { ...found, whole: own === undefined };
    const regions = [...new Set([cloud, ...configured].flatMap((one) => one.regions ?? []))];
    return {
      fleet,
      connection,
      parts: inputs,
      cloud,
      memory,
      endpointOf: (region) => endpointOfRegion(cloud, region),
      regions,
    };
  } catch (error) {
    await connection.close().catch(() => {});
    throw error;
  }
}

function memoryOf(
  name: string,
  cloud: CloudConfiguration,
  questions: FleetQuestions,
  cache: FleetCache | undefined,
): FleetMemory | undefined {
  if (cache === undefined || cloud.organization?.cacheSeconds === 0) return undefined;
  return new FleetMemory(cache, { name, cloud }, () => questions.ownAccount());
}

function mayServe(grammars: readonly ReferenceGrammar[], reference: string): boolean {
  // Names that only another cloud can have are left to it; a short name may be one of this cloud.
  return grammars.some((grammar) => grammar.claims(reference)) || !/^[a-z]+:/i.test(reference);
}

async function connect(
  entry: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  inputs: FleetInputs,
): Promise<FleetConnection> {
  const { adapter } = inputs;
  if (adapter.openFleet === undefined)
    throw new CrosstagError({
      code: "configuration",
      provider: adapter.provider,
      message: `The entry ${JSON.stringify(entry)} stands for many clouds, but the adapter for ${adapter.title} has no fleets.`,
      hint: "Write an entry with region and account for each cloud.",
    });
  return adapter.openFleet(fleetSettings(entry, cloud, configured, inputs));
}

function fleetSettings(
  name: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  { profile, services, credentials, options }: FleetInputs,
): FleetSettings {
  const { accounts: _accounts, organization: _organization, management: _management, ...single } = cloud;
  const { provider: _provider, region: _region, account: _account, assumeRole, regions, ...others } = single;
  const { endpoint, endpoints, quotas, assumptions, kinds: _kinds, services: _services, ...rest } = others;
  const rates = quotas === "discover" ? undefined : quotas;
  const exampleRegion = [...(regions ?? []), ...configured.flatMap((one) => one.regions ?? [])].find(
    (text) => !/[!*?]/.test(text) && text !== "all",
  );
  return {
    ...rest,
    name,
    ...((endpoint !== undefined || endpoints !== undefined) && {
      endpointOf: (region) => endpointOfRegion(cloud, region),
    }),
    ...settingsOfKms(profile, services, { quotas: rates, assumptions }),
    ...(assumeRole !== undefined && { session: assumeRole }),
    ...(configured.length > 0 && { accounts: configured.map(({ id, role, place }) => ({ id, role, place })) }),
    ...(exampleRegion !== undefined && { exampleRegion }),
    ...(options !== undefined && { options }),
    ...(credentials !== undefined && { credentials }),
  };
}
