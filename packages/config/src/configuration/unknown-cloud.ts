import { didYouMean, selectsFleetPart } from "@crosstag/core/internal";
import type { ResourceKind } from "@crosstag/core";
import { isFleet } from "./cloud-configuration.ts";
import type { CrosstagConfiguration } from "./crosstag-configuration.ts";

/** Fewer letters of a name say too little. */
const SHORTEST_BEGINNING = 3;

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
  /** What was probably meant. Absent: nothing is near. */
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
  const fleets = entries.flatMap(([entry, cloud]) => (isFleet(cloud) ? [{ entry, provider: cloud.provider }] : []));
  if (known.includes(text) || fleets.some((fleet) => selectsFleetPart(text, fleet))) return undefined;
  const [name = "", ...part] = text.split("/");
  const meant = meantName(name, part.length === 0 ? known : fleets.map(({ entry }) => entry));
  // Which accounts there are is not known here.
  const suggestion = meant && [meant, ...part].join("/");
  return { known, ...(suggestion !== undefined && { suggestion }) };
}

/** The name that differs by a typing error. Otherwise the only one that begins so, as with `prod` for `production`. */
function meantName(text: string, names: readonly string[]): string | undefined {
  const near = didYouMean(text, names);
  if (near !== undefined || text.length < SHORTEST_BEGINNING) return near;
  const longer = names.filter((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return longer.length === 1 ? longer[0] : undefined;
}
