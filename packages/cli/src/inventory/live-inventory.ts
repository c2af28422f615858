import type { ListTagsRequest, ResourceKind, ResourceTags } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { InventoryEntry } from "@crosstag/migration";
import type { Container } from "inversify";
import { listReferences } from "../input/list-references.ts";

export interface LiveInventoryRequest {
  /** Absent: everything that the selected clouds list. */
  readonly references?: readonly string[];
  readonly kinds?: readonly ResourceKind[];
  readonly includeReserved?: boolean;
  readonly resolveAliases?: boolean;
}

/** Resources with their tags, as they are read. */
export async function* liveInventory(
  container: Container,
  { references, kinds, includeReserved = false, resolveAliases = false }: LiveInventoryRequest,
  signal: AbortSignal,
): AsyncGenerator<{ readonly entry: InventoryEntry; readonly resource: string }, void, undefined> {
  const listed = references === undefined ? await listReferences(container, kinds, signal) : { resources: references };
  // An inventory that lacks resources would read as one in which they are gone.
  if ("problem" in listed) throw listed.problem;
  const { resources } = listed;
  if (resources.length === 0) return;
  const request: ListTagsRequest = {
    resources,
    includeReserved,
    resolveAliases,
    // What the cloud has just listed is there.
    confirmExistence: references !== undefined,
  };
  for await (const read of container.get(SERVICE.ListTags).listTags(request, { signal }))
    yield { entry: inventoryEntry(read), resource: read.resource };
}

function inventoryEntry(read: ResourceTags): InventoryEntry {
  const { provider, kind, reference, resource } = read;
  const isAlias = /(?:^|:)alias\//.test(resource) && resource !== reference;
  const named = { provider, kind, reference, ...(isAlias && { alias: resource }) };
  return read.status === "read" ? { ...named, tags: read.tags } : { ...named, error: read.error.code };
}
