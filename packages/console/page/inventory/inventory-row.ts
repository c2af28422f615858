import type { TagSet } from "@crosstag/core";
import type { resourceEntry } from "@crosstag/operations";
import type { z } from "zod";

type ResourceEntry = z.output<typeof resourceEntry>;

/** A resource in the inventory. */
export interface InventoryRow {
  /** The cloud's full name; no two rows have the same. */
  readonly reference: string;
  readonly provider: string;
  readonly kind: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly id: string;
  readonly aliases: readonly string[];
  /** Absent: not known, because the tags could not be read. */
  readonly tags?: TagSet | undefined;
  /** Why the tags could not be read. */
  readonly problem?: string | undefined;
  /** Absent: not asked for. */
  readonly details?: Extract<ResourceEntry, { status: "read" }>["details"];
}

/** The row of a resource as the service lists it. */
export function inventoryRow(entry: ResourceEntry): InventoryRow {
  const { reference, provider, kind, id = reference, account, region } = entry;
  const shared = { reference, provider, kind, id, account, region };
  if (entry.status === "failed") return { ...shared, aliases: [], problem: entry.error.message };
  const { tags, aliases = [], details } = entry;
  return { ...shared, aliases, tags: new Map(Object.entries(tags)), details };
}

/** What people call the resource: an alias, or else its id. */
export function shownName({ aliases, id }: InventoryRow): string {
  return aliases[0] ?? id;
}
