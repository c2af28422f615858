import { selectsFleetPart } from "@crosstag/core/internal";
import type { ResourceKind } from "@crosstag/core";
import { didYouMean } from "../documents/did-you-mean.ts";
import { isFleet } from "./cloud-configuration.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";

/** The clouds that a text can name. */
export interface KnownClouds {
  /** The providers of the adapters. */
  readonly providers: readonly string[];
  /** The configured clouds. Default: none. */
  readonly configuration?: Pick<CrosstagConfiguration, "clouds"> | undefined;
  /** The kinds of resources of the configured clouds. Default: any. */
  readonly kinds?: readonly ResourceKind[] | undefined;
}

/** What to write instead of a name of a cloud or kind that is not known. */
export interface UnknownCloud {
  /** Every known name. */
  readonly known: readonly string[];
  /** The known name that differs by a typing error. Absent: none does. */
  readonly suggestion?: string;
}

/**
 * What is wrong with a kind that no configured cloud has, and would select nothing, without a message. Undefined: one has it.
 */
export function unknownKind(kind: ResourceKind, { kinds }: KnownClouds): UnknownCloud | undefined {
  if (kinds === undefined || kinds.includes(kind)) return undefined;
  const suggestion = didYouMean(kind, kinds);
  return { known: kinds, ...(suggestion !== undefined && { suggestion }) };
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
