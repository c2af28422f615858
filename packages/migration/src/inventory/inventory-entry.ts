import type { ResourceKind, TagRecord } from "@crosstag/core";

/** A resource in an export, with its tags or with the reason why they could not be read. */
export type InventoryEntry = ReadInventoryEntry | UnreadInventoryEntry;

export interface InventoryResource {
  readonly provider: string;
  readonly kind: ResourceKind;
  /** The full name in the cloud, as far as it is known. */
  readonly reference: string;
  /** The name in the request, if it was different: an alias. */
  readonly alias?: string;
}

export interface ReadInventoryEntry extends InventoryResource {
  readonly tags: TagRecord;
}

/** Kept in the inventory: without it, the resource would seem not to exist. */
export interface UnreadInventoryEntry extends InventoryResource {
  /** The code of the error. */
  readonly error: string;
}

export function isRead(entry: InventoryEntry): entry is ReadInventoryEntry {
  return "tags" in entry;
}
