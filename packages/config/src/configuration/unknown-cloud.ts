import { selectsFleetPart } from "@crosstag/core/internal";
import { didYouMean } from "../documents/did-you-mean.ts";
import { isFleet } from "./cloud-configuration.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";

/** The clouds that a text can name. */
export interface KnownClouds {
  /** The providers of the adapters. */
  readonly providers: readonly string[];
  /** The configured clouds. Default: none. */
  readonly configuration?: Pick<CrosstagConfiguration, "clouds"> | undefined;
}

/** What to write instead of a name that no cloud has. */
export interface UnknownCloud {
  /** Every name of an entry and every provider. */
  readonly known: readonly string[];
  /** The known name that differs by a typing error. Absent: none does. */
  readonly suggestion?: string;
}

/**
 * Undefined if a text names a cloud: a provider, an entry of the configuration, or a part of an entry for many clouds such
 * as `production/1111*`. Otherwise it would select nothing, without a message.
 */
export function unknownCloud(text: string, { providers, configuration }: KnownClouds): UnknownCloud | undefined {
  const entries = Object.entries(configuration?.clouds ?? {});
  const known = [...new Set([...entries.map(([entry]) => entry), ...providers])];
  const isPart = entries.some(
    ([entry, cloud]) => isFleet(cloud) && selectsFleetPart(text, { entry, provider: cloud.provider }),
  );
  if (isPart || known.includes(text)) return undefined;
  const suggestion = didYouMean(text, known);
  return { known, ...(suggestion !== undefined && { suggestion }) };
}
