import { factsOfReference } from "@crosstag/compliance";
import { isRead, type InventoryEntry } from "@crosstag/migration";
import type { ResourceToCheck } from "./read-resources-to-check.ts";

/** Resources of an exported inventory. Their states and managers are not known. */
export function* inventoryToCheck(entries: Iterable<InventoryEntry>): Generator<ResourceToCheck, void, undefined> {
  for (const entry of entries) {
    const { provider, kind, reference, alias } = entry;
    const resource = {
      ...factsOfReference(reference),
      reference,
      provider,
      kind,
      ...(alias !== undefined && { aliases: [alias] }),
    };
    if (isRead(entry)) yield { resource: { ...resource, tags: new Map(Object.entries(entry.tags)) } };
    else yield { resource, error: { code: entry.error, message: "It could not be read when the inventory was made." } };
  }
}
