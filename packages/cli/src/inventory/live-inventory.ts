import type { CrosstagError, ResourceConditions, ResourceKind, ResourceTags, UnlistedResources } from "@crosstag/core";
import type { InventoryEntry } from "@crosstag/migration";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { placedEntry, readFacts, readMatching, type MatchingRequest, type ReadFacts } from "@crosstag/clouds";

export interface LiveInventoryRequest {
  /** Absent: everything that the selected clouds list. */
  readonly references?: readonly string[];
  readonly kinds?: readonly ResourceKind[];
  readonly includeReserved?: boolean;
  readonly resolveAliases?: boolean;
  /** Also list the aliases of the resources: one list for each cloud. */
  readonly aliases?: boolean;
  /** Called for each resource whose aliases could not be listed, although requested. */
  readonly onUnknownAliases?: (error: CrosstagError) => void;
  /** Only resources that match. Absent: all. */
  readonly conditions?: ResourceConditions;
  /** The time that durations in conditions count from. Default: the present. */
  readonly now?: Date;
  /** Called for clouds that cannot be listed, while others are; absent: the first one ends the listing. */
  readonly onUnlisted?: (unlisted: UnlistedResources) => void;
}

/** Resources with their tags, one by one as they are read. */
export async function* liveInventory(
  crosstag: OpenedCrosstag,
  request: LiveInventoryRequest,
  signal: AbortSignal,
): AsyncGenerator<{ readonly entry: InventoryEntry; readonly resource: string }, void, undefined> {
  const { references, kinds, includeReserved, resolveAliases, aliases, onUnknownAliases, onUnlisted } = request;
  const { conditions, now = new Date() } = request;
  // As for a plan: it waits for a cloud to recover, because a part of an inventory is of little use.
  const options = { signal, retry: "patient" } as const;
  const matching: MatchingRequest = {
    resources: references,
    kinds,
    onUnlisted,
    conditions,
    now,
    includeReserved,
    resolveAliases,
    aliases,
    onUnknownAliases,
    // Resources that the cloud has just listed exist.
    confirmExistence: references !== undefined,
  };
  const factsOf = readFacts(crosstag.drivers.values());
  for await (const read of readMatching(crosstag, matching, options))
    yield { entry: inventoryEntry(read, factsOf), resource: read.resource };
}

/** A resource that was read, as an inventory has it. */
export function inventoryEntry(read: ResourceTags, factsOf: ReadFacts): InventoryEntry {
  const { provider, kind, reference, resource } = read;
  const isAlias = /(?:^|:)alias\//.test(resource) && resource !== reference;
  const listed = read.status === "read" ? (read.aliases ?? []) : [];
  const aliases = isAlias && !listed.includes(resource) ? [...listed, resource] : listed;
  const { account, region } = placedEntry({ reference }, factsOf);
  const named = { provider, kind, reference, ...(aliases.length > 0 && { aliases }), account, region };
  return read.status === "read" ? { ...named, tags: read.tags } : { ...named, error: read.error.code };
}
