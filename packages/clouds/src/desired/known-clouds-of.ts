import type { KnownClouds } from "@crosstag/config/hints";
import { kindsOf } from "@crosstag/core/driver";
import { defaultAdapterRegistry } from "../default-adapter-registry.ts";
import type { OpenedCrosstag } from "../open-crosstag.ts";

/** The clouds and kinds that desired states, policies and waivers can name: the configured ones, and every provider. */
export function knownCloudsOf({
  configuration,
  drivers,
}: Pick<OpenedCrosstag, "configuration" | "drivers">): KnownClouds {
  const open = [...drivers.values()];
  const providers = [...defaultAdapterRegistry().registrations, ...open].map(({ provider }) => provider);
  return { providers: [...new Set(providers)], configuration, kinds: [...new Set(open.flatMap(kindsOf))] };
}
