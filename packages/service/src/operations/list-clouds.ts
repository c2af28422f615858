import { askAccount } from "@crosstag/clouds";
import type { KmsDriver } from "@crosstag/core/driver";
import { FORMAT_VERSION, type listClouds } from "@crosstag/operations";
import { maySeeDriver } from "../access/may-see-resource.ts";
import type { OperationHandler, ServiceCall } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import type { ServiceState } from "../service-state.ts";

/** What the clouds are named from. */
export interface NamedClouds extends Pick<ServiceContext, "crosstag"> {
  readonly state: Pick<ServiceState, "places">;
}

/**
 * Names the clouds in which the caller may see resources. Sends nothing, unless the caller is limited to accounts and that of
 * a cloud is not configured: then the cloud is asked, once.
 */
export function createListClouds({ crosstag, state: { places } }: NamedClouds): OperationHandler<typeof listClouds> {
  const accountOf = rememberedAccounts();

  const isSeen = async (driver: KmsDriver, { caller, signal }: ServiceCall): Promise<boolean> => {
    const ofDriver = places.ofDriver(driver);
    if (ofDriver.every((place) => caller.maySee(place))) return true;
    if (!maySeeDriver(caller, places, driver)) return false;
    const account = await accountOf(driver, signal);
    return account !== undefined && ofDriver.every((place) => caller.maySee({ ...place, account }));
  };

  return async (_input, call) => {
    const drivers = [...crosstag.drivers];
    const seen = await Promise.all(drivers.map(([, driver]) => isSeen(driver, call)));
    const clouds = drivers.filter((_, index) => seen[index]).map(([name, driver]) => describeCloud(name, driver));
    return { status: 200, document: { formatVersion: FORMAT_VERSION, clouds } };
  };
}

/** Asks each cloud once. One that cannot be asked is undefined, and is asked again the next time. */
function rememberedAccounts(): (driver: KmsDriver, signal: AbortSignal) => Promise<string | undefined> {
  const known = new Map<KmsDriver, string>();
  return async (driver, signal) => {
    const account = known.get(driver) ?? (await askAccount(driver, { signal }).catch(() => undefined));
    if (account !== undefined) known.set(driver, account);
    return account;
  };
}

function describeCloud(name: string, driver: KmsDriver) {
  const { provider, title, scope, service, endpoint, kinds, rules, limits, quotas, writes, absentTagKeys } = driver;
  return {
    name,
    provider,
    title,
    region: scope.region,
    ...(scope.account !== undefined && { account: scope.account }),
    ...(service !== undefined && { service }),
    ...(endpoint !== undefined && { endpoint }),
    kinds: kinds.map((one) => ({ kind: one.kind, title: one.title, plural: one.plural })),
    rules: rules.rules.map((rule) => ({ ...rule })),
    limits,
    quotas,
    ...(writes !== undefined && { writes }),
    ...(absentTagKeys !== undefined && { absentTagKeys }),
  };
}
