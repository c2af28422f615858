import { readFacts, type OpenedCrosstag, type ReadFacts } from "@crosstag/clouds";
import { CrosstagError, type CloudName, type Ending, type ResourceKind } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { groupBy } from "@crosstag/core/internal";
import type { ResourcePlace } from "../caller.ts";

/** The part of the opened clouds that says where resources are. */
export type PlacedClouds = Pick<OpenedCrosstag, "drivers" | "cloudNames" | "findResources">;

/** How the places of names are found. */
export interface PlaceOptions {
  /** Whether the request accepts aliases; without it, the request itself refuses them. Default: false. */
  readonly resolveAliases?: boolean | undefined;
  /** Ends the search. Default: none. */
  readonly until?: Ending | undefined;
}

/** Where resources are, for the permissions of callers. */
export interface ResourcePlaces {
  /**
   * The places of a full name, as lists, plans and journals have it. Several if more than one configured cloud can be the one
   * that serves it: a caller has to be allowed all of them. Never empty.
   */
  ofFullName(reference: string): readonly ResourcePlace[];
  /** The places of one of the drivers. Never empty. */
  ofDriver(driver: KmsDriver): readonly ResourcePlace[];
  /** What a full name says. Undefined: it is not the full name of a resource of these clouds. */
  readonly factsOf: ReadFacts;
  /**
   * The places of configured clouds, by the name of a cloud, of an entry or of a provider. Never empty: a name that no cloud
   * has is nowhere.
   */
  ofCloud(name: string): readonly ResourcePlace[];
  /**
   * The places of the names in a request. Asks clouds only for what no name says: the account of a short name, the key of
   * an alias. Names that no cloud serves have no place; the request itself refuses them, with every other problem.
   */
  ofNames(references: readonly string[], options?: PlaceOptions): Promise<readonly ResourcePlace[]>;
}

/** Finds the places of resources of these clouds. Keep it as long as the clouds are open: it remembers places. */
export function resourcePlaces(clouds: PlacedClouds): ResourcePlaces {
  const drivers = [...clouds.drivers].map(([name, driver]) => ({ name, driver, cloud: clouds.cloudNames.get(driver) }));
  const factsOf = readFacts(clouds.drivers.values());
  const known = new Map<string, readonly ResourcePlace[]>();

  const ofFullName = (reference: string): readonly ResourcePlace[] => {
    const facts = factsOf(reference);
    if (facts === undefined) return [NOWHERE];
    const { provider, account, region, kind } = facts;
    const key = [provider, account, region, kind].join(" ");
    const found = known.get(key) ?? placesIn(drivers, { provider, account, region, kind });
    known.set(key, found);
    return found;
  };

  const ofUnclearNames = async (
    names: readonly string[],
    { resolveAliases = false, until }: PlaceOptions,
  ): Promise<readonly ResourcePlace[]> => {
    const places: ResourcePlace[] = [];
    const short: string[] = [];
    const request = { resources: names, describe: resolveAliases };
    for await (const { reference, provider, region, kind } of clouds.findResources(request, { until })) {
      if (factsOf(reference) !== undefined) places.push(...ofFullName(reference));
      else if (resolveAliases) places.push(...placesIn(drivers, { provider, region, kind }));
      else short.push(reference);
    }
    // Names such as a key id without its account mean one resource, but only the cloud knows the rest of the name.
    if (short.length > 0) places.push(...(await ofUnclearNames(short, { resolveAliases: true, until })));
    return places;
  };

  const namedDrivers = new Map(drivers.map((one) => [one.driver, one]));
  return {
    ofFullName,
    ofDriver: (driver) => {
      const named = namedDrivers.get(driver);
      return named === undefined ? [NOWHERE] : placesOf([named]);
    },
    factsOf,
    ofCloud: (wanted) => {
      const named = drivers.filter(({ name, cloud }) => name === wanted || cloud?.entry === wanted);
      const found = named.length > 0 ? named : drivers.filter(({ driver }) => driver.provider === wanted);
      return found.length === 0 ? [NOWHERE] : placesOf(found);
    },
    ofNames: async (references, options = {}) => {
      const full = references.filter((reference) => factsOf(reference) !== undefined);
      const places = new Set(full.flatMap(ofFullName));
      const unclear = references.filter((reference) => factsOf(reference) === undefined);
      if (unclear.length === 0) return [...places];
      try {
        for (const place of await ofUnclearNames(unclear, options)) places.add(place);
      } catch (error) {
        // The request is refused for the same reason, before it sends anything.
        if (!CrosstagError.is(error) || error.code !== "invalid-request") throw error;
      }
      return [...places];
    },
  };
}

/** The place of a name whose cloud is not known: a caller with limits is refused. */
export const NOWHERE: ResourcePlace = { provider: "", cloudNames: [] };

interface NamedDriver {
  readonly name: string;
  readonly driver: KmsDriver;
  readonly cloud: CloudName | undefined;
}

interface PlaceFacts {
  readonly provider: string;
  /** Absent: not even the cloud says it. */
  readonly account?: string;
  readonly region: string;
  readonly kind: ResourceKind;
}

function placesIn(
  drivers: readonly NamedDriver[],
  { provider, account, region, kind }: PlaceFacts,
): readonly ResourcePlace[] {
  const possible = drivers.filter(
    ({ driver }) =>
      driver.provider === provider &&
      driver.scope.region === region &&
      // Services of one cloud have names of their own.
      driver.kinds.some((one) => one.kind === kind),
  );
  const exact = possible.filter(({ driver }) => driver.scope.account === account);
  const open = possible.filter(({ driver }) => account === undefined || driver.scope.account === undefined);
  const chosen = account !== undefined && exact.length > 0 ? exact : open;
  if (chosen.length === 0) return [{ provider, cloudNames: [], account }];
  return placesOf(chosen, account);
}

/**
 * One place for each entry and account.
 * @param account of the resource; default: that of each driver
 */
function placesOf(drivers: readonly NamedDriver[], account?: string): readonly ResourcePlace[] {
  const accountOf = ({ driver }: NamedDriver) => account ?? driver.scope.account;
  const byEntry = groupBy(drivers, (one) => [one.cloud?.entry ?? one.name, accountOf(one) ?? ""].join(" "));
  return [...byEntry.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.flatMap(({ name, driver, cloud }) => namesOf(name, cloud, driver));
    return [{ provider: first.driver.provider, cloudNames: [...new Set(names)], account: accountOf(first) }];
  });
}

/** A name of ten digits or more would look like the id of another account. */
const ID_LIKE = /^\d{10,}$/;

/** Every name of the cloud that a permission can have: `production`, `production/111122223333/eu-central-1`, `production/shop/eu-central-1`. */
function namesOf(name: string, cloud: CloudName | undefined, { scope }: KmsDriver): readonly string[] {
  if (cloud?.account === undefined) return [cloud?.entry ?? name, name];
  const { entry, account, region = scope.region } = cloud;
  const isSafe = account.name !== undefined && !ID_LIKE.test(account.name) && !account.name.includes("/");
  const accounts = isSafe ? [account.id, account.name] : [account.id];
  return [entry, ...accounts.flatMap((one) => [`${entry}/${one}`, `${entry}/${one}/${region}`])];
}
