import type { ResourceKind, TagRecord } from "@crosstag/core";

/** A resource with its tags, as an export holds it; or why they could not be read. */
export type InventoryEntry = ReadInventoryEntry | UnreadInventoryEntry;

export interface InventoryResource {
  readonly provider: string;
  readonly kind: ResourceKind;
  /** The cloud's full name, as far as it was known. */
  readonly reference: string;
  /** The name that it was asked for under, where that was another: an alias. */
  readonly alias?: string;
}

export interface ReadInventoryEntry extends InventoryResource {
  readonly tags: TagRecord;
}

/** Left in, so that nobody takes it for a resource that is not there. */
export interface UnreadInventoryEntry extends InventoryResource {
  /** The code of the error. */
  readonly error: string;
}

export function isRead(entry: InventoryEntry): entry is ReadInventoryEntry {
  return "tags" in entry;
}
