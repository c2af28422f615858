import type { ResourceKind, TagRecord } from "@crosstag/core";

/** A resource in an export, with its tags or with the reason why they could not be read. */
export type InventoryEntry = ReadInventoryEntry | UnreadInventoryEntry;

/** A resource of an inventory. */
export interface InventoryResource {
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The full name in the cloud, as far as it is known. */
  readonly reference: string;
  /** Its aliases, if they were listed; or the alias in the request. */
  readonly aliases?: readonly string[];
  /** The account of the resource, for readers: it follows from the full name. Absent: not known, or not written. */
  readonly account?: string | undefined;
  /** The region of the resource, as `account`. */
  readonly region?: string | undefined;
}

/** A resource whose tags were read. */
export interface ReadInventoryEntry extends InventoryResource {
  /** All tags, without tags that the cloud reserves. */
  readonly tags: TagRecord;
}

/** Kept in the inventory: without it, the resource would seem not to exist. */
export interface UnreadInventoryEntry extends InventoryResource {
  /** The code of the error. */
  readonly error: string;
}

/** Whether the tags of an entry were read. */
export function isRead(entry: InventoryEntry): entry is ReadInventoryEntry {
  return "tags" in entry;
}
