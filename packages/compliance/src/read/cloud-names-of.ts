import type { CloudName } from "@crosstag/core";
import type { KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { selectsCloud } from "@crosstag/core/internal";

/** A cloud that resources are read from: a driver, or a profile, which is in no account and region. */
export type ReadableCloud = Pick<KmsProfile, "provider" | "service" | "references" | "kinds"> &
  Partial<Pick<KmsDriver, "scope">>;

/** The clouds of a reader with their configured names. */
export interface NamedClouds {
  /** The clouds. */
  readonly drivers: ReadonlyMap<string, ReadableCloud>;
  /** The configured names of the clouds. Default: none, and a scope can name providers only. */
  readonly cloudNames?: ReadonlyMap<ReadableCloud, CloudName>;
}

/** What is known of the place of a resource. */
interface KnownPlace {
  readonly provider: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Finds the configured names that the cloud of a resource can have: several if clouds of one provider and region have no
 * configured account, or if the place of the resource is not known.
 */
export function cloudNamesOf({ drivers, cloudNames }: NamedClouds): (place: KnownPlace) => readonly CloudName[] {
  const byPlace = new Map<string, CloudName[]>();
  for (const cloud of drivers.values()) {
    const name = cloudNames?.get(cloud);
    if (name === undefined) continue;
    const { account, region } = cloud.scope ?? {};
    for (const place of new Set([
      placeOf(cloud.provider, region, account),
      placeOf(cloud.provider, undefined, undefined),
    ])) {
      const names = byPlace.get(place);
      if (names === undefined) byPlace.set(place, [name]);
      // The services of a cloud have one name.
      else if (!names.some((known) => isSame(known, name))) names.push(name);
    }
  }
  return ({ provider, account, region }) =>
    (account === undefined ? undefined : byPlace.get(placeOf(provider, region, account))) ??
    byPlace.get(placeOf(provider, region, undefined)) ??
    byPlace.get(placeOf(provider, undefined, undefined)) ??
    [];
}

function isSame(one: CloudName, other: CloudName): boolean {
  return one.entry === other.entry && one.account?.id === other.account?.id && one.region === other.region;
}

function placeOf(provider: string, region: string | undefined, account: string | undefined): string {
  return JSON.stringify([provider, region, account]);
}

/** Whether the `clouds` of some scope select a part of these clouds only. */
export function tellsApart(
  scopes: readonly (readonly string[])[],
  provider: string,
  names: readonly CloudName[],
): boolean {
  return scopes.some((clouds) => {
    const selected = names.filter((name) => clouds.some((wanted) => selectsCloud(wanted, provider, name)));
    return selected.length > 0 && selected.length < names.length;
  });
}
