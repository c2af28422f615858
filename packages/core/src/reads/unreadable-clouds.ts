import { coveredKinds, kindsOf } from "../driver/kinds-of.ts";
import { matchesAnyGlob } from "../desired/matches-glob.ts";
import { selectsCloud, selectsFleetPart } from "../desired/cloud-name.ts";
import type { Selection } from "../desired/desired-state.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";

/** An account and region, as far as they are known. */
interface Place {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** Whether a driver stands for clouds that cannot be asked, and one of them may have this account and region. */
export function mayStandFor({ unreadable, scope }: Pick<KmsDriver, "unreadable" | "scope">, place: Place): boolean {
  if (unreadable === undefined) return false;
  const isOtherAccount = scope.account !== undefined && place.account !== undefined && scope.account !== place.account;
  return !isOtherAccount && (place.region === undefined || matchesAnyGlob(unreadable.regions, place.region));
}

/** Whether a selection may concern a cloud, by its name, region and kinds. Of clouds that cannot be asked, it may concern any. */
export function mayConcern({ clouds, regions, kinds }: Selection, { driver, cloud }: DriverEngine): boolean {
  const { provider, scope } = driver;
  const isWanted = (wanted: string) =>
    selectsCloud(wanted, provider, cloud) ||
    (driver.unreadable !== undefined && cloud !== undefined && selectsFleetPart(wanted, { provider, ...cloud }));
  const isInRegion = (region: string) => region === scope.region || mayStandFor(driver, { region });
  const own = kindsOf(driver);
  const hasKind = (kinds ?? coveredKinds(driver)).some((kind) => own.includes(kind));
  return hasKind && (clouds?.some(isWanted) ?? true) && (regions?.some(isInRegion) ?? true);
}
