import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { AdapterService, CloudSettings, KmsAdapter, KmsProfile } from "@crosstag/core/driver";

/** A service of an adapter, with its data. */
export interface OwnService {
  /** The service. */
  readonly service: AdapterService;
  /** Its data, for the dialect of the entry. */
  readonly profile: KmsProfile;
  /** The assumptions of the entry that it gets. */
  readonly assumptions: NonNullable<NamedSettings["assumptions"]>;
}

/** Returns the services beside the KMS that the dialect of an entry has. */
export function ownServices(
  { services = [] }: KmsAdapter,
  { dialect, assumptions = {} }: Pick<CloudSettings, "dialect" | "assumptions">,
): readonly OwnService[] {
  return services.flatMap((service) => {
    const own = pick(assumptions, (name) => isAssumedBy(service, services, name));
    const profile = service.profile(dialect, own);
    return profile === undefined ? [] : [{ service, profile, assumptions: own }];
  });
}

/** Whether a service gets an assumption: its own ones, and the ones of no other service. */
function isAssumedBy(service: AdapterService, services: readonly AdapterService[], name: string): boolean {
  return services.every((one) => one === service || one.assumptions?.includes(name) !== true);
}

/** Rates of quotas and assumptions. */
export type NamedSettings = Pick<CloudSettings, "quotas" | "assumptions">;

/** The rates and assumptions that are for a service. */
export function settingsOfService(
  { profile, assumptions }: OwnService,
  quotas: NamedSettings["quotas"],
): { readonly [Name in keyof NamedSettings]-?: NonNullable<NamedSettings[Name]> } {
  return { quotas: pick(quotas ?? {}, (id) => hasQuota(profile, id)), assumptions };
}

/** The rates and assumptions that are for the KMS: with what no service knows, so that the adapter refuses it. */
export function settingsOfKms(
  profile: KmsProfile,
  services: readonly OwnService[],
  { quotas, assumptions }: NamedSettings,
): NamedSettings {
  const ofService = (id: string) => services.some((one) => hasQuota(one.profile, id));
  const assumedBy = (id: string) => services.some(({ service }) => service.assumptions?.includes(id));
  return {
    ...(quotas !== undefined && { quotas: pick(quotas, (id) => hasQuota(profile, id) || !ofService(id)) }),
    ...(assumptions !== undefined && { assumptions: pick(assumptions, (id) => !assumedBy(id)) }),
  };
}

/**
 * Refuses settings that neither the KMS nor a service knows. Without services the adapter refuses them.
 * @throws CrosstagError `configuration` for an unknown quota, assumption or service
 */
export function refuseUnknownSettings(
  name: string,
  adapter: KmsAdapter,
  own: { readonly profile: KmsProfile; readonly services: readonly OwnService[] },
  given: NamedSettings & { readonly settings: CloudConfiguration["services"] },
): void {
  const names = own.services.map(({ service }) => service.name);
  refuseUnknown(name, "services", "service", Object.keys(given.settings ?? {}), names);
  if (names.length === 0) return;
  const ids = [own, ...own.services].flatMap(({ profile }) => profile.quotas.map(({ id }) => id));
  refuseUnknown(name, "quotas", "quota", Object.keys(given.quotas ?? {}), ids);
  if (adapter.assumptions === undefined) return;
  const known = [...adapter.assumptions, ...own.services.flatMap(({ service }) => service.assumptions ?? [])];
  refuseUnknown(name, "assumptions", "assumption", Object.keys(given.assumptions ?? {}), known);
}

function refuseUnknown(
  entry: string,
  field: string,
  what: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const unknown = given.find((one) => !known.includes(one));
  if (unknown === undefined) return;
  throw new CrosstagError({
    code: "configuration",
    message: `clouds.${entry}: ${field}: there is no ${what} ${JSON.stringify(unknown)}.`,
    hint: known.length === 0 ? "Remove it: the cloud has none." : `Known: ${known.join(", ")}.`,
  });
}

function hasQuota({ quotas }: KmsProfile, id: string): boolean {
  return quotas.some((quota) => quota.id === id);
}

function pick<Value>(
  values: Readonly<Record<string, Value>>,
  isWanted: (name: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
}
