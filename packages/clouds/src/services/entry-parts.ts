import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError, type ResourceKind } from "@crosstag/core";
import type { KmsAdapter, KmsProfile } from "@crosstag/core/driver";
import { listedKinds } from "./listed-kinds.ts";
import { ownServices, refuseUnknownSettings, type OwnService } from "./service-settings.ts";

/** What an entry of the configuration consists of: a KMS, and the services that stand beside it. */
export interface EntryParts {
  /** The adapter of its provider. */
  readonly adapter: KmsAdapter;
  /** The data of the KMS. */
  readonly profile: KmsProfile;
  /** The services of its dialect. */
  readonly services: readonly OwnService[];
  /** The kinds that lists, plans and checks cover, by profile. Undefined: every kind of the profile. */
  readonly listedKinds: ReadonlyMap<KmsProfile, readonly ResourceKind[] | undefined>;
}

/**
 * Finds the parts of an entry, without a client.
 * @throws CrosstagError `configuration` for an unknown dialect, kind, quota, assumption or service
 */
export function entryParts(name: string, cloud: CloudConfiguration, adapter: KmsAdapter): EntryParts {
  const profile = adapter.profile(cloud.dialect);
  const services = ownServices(adapter, cloud);
  for (const one of [profile, ...services.map((own) => own.profile)]) refuseWithoutKinds(one, adapter);
  const { assumptions, services: settings } = cloud;
  const quotas = cloud.quotas === "discover" ? undefined : cloud.quotas;
  refuseUnknownSettings(name, adapter, { profile, services }, { quotas, assumptions, settings });
  const profiles = [profile, ...services.map((one) => one.profile)];
  return { adapter, profile, services, listedKinds: listedKinds(name, cloud, profiles) };
}

/** An adapter that was written before kinds were a part of profiles has none. */
function refuseWithoutKinds({ kinds }: Partial<KmsProfile>, { provider, title }: KmsAdapter): void {
  if (Array.isArray(kinds) && kinds.length > 0) return;
  throw new CrosstagError({
    code: "configuration",
    provider,
    message: `The profile of ${title} has no kinds.`,
    hint: "Install a newer version of its adapter. Authors of adapters: add `kinds` to the profile.",
  });
}
