import type { ResourceKind, TagRecord } from "@crosstag/core";
import { isRead, type InventoryEntry } from "./inventory-entry.ts";

/** One difference between two inventories. */
export type InventoryDifference = {
  /** The cloud's full name of the resource. */
  readonly reference: string;
} & (
  | {
      /** Only one inventory has the resource. */
      readonly difference: "only-left" | "only-right";
    }
  /** It could not be read on this side, so it cannot be compared. */
  | {
      readonly difference: "unreadable";
      /** The inventory that could not be read. */
      readonly side: "left" | "right";
      /** Why the resource could not be read there. */
      readonly error: string;
    }
  | ({ readonly difference: "tags" } & TagDifference)
);

/** How the tags of a resource differ between two inventories. */
export interface TagDifference {
  /** Only on the right. */
  readonly added: TagRecord;
  /** Other values on the right. */
  readonly changed: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
  /** Only on the left. */
  readonly removed: TagRecord;
}

/** Resources that one side could not list, so that a resource may exist there although the side does not have it. */
export interface UnlistedPart {
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** Absent: every kind. */
  readonly kind?: ResourceKind;
  /** The code of the error. */
  readonly error: string;
}

/** What each side could not list. Default: nothing, both sides are complete. */
export interface UnlistedSides {
  /** What the left inventory could not list. Default: nothing. */
  readonly left?: readonly UnlistedPart[];
  /** What the right inventory could not list. Default: nothing. */
  readonly right?: readonly UnlistedPart[];
}

/**
 * Compares two inventories, in the order of the left one; then the resources that only the right one has. A resource that
 * the other side may have, but could not list, is `unreadable` there.
 */
export function* diffInventories(
  left: Iterable<InventoryEntry>,
  right: Iterable<InventoryEntry>,
  unlisted: UnlistedSides = {},
): Generator<InventoryDifference, void, undefined> {
  const others = new Map([...right].map((entry) => [entry.reference, entry]));
  for (const entry of left) {
    const { reference } = entry;
    const other = others.get(reference);
    others.delete(reference);
    if (other === undefined) yield onlyOn("left", entry, unlisted.right);
    else if (!isRead(entry)) yield { reference, difference: "unreadable", side: "left", error: entry.error };
    else if (!isRead(other)) yield { reference, difference: "unreadable", side: "right", error: other.error };
    else {
      const tags = diffTags(entry.tags, other.tags);
      if (tags !== undefined) yield { reference, difference: "tags", ...tags };
    }
  }
  for (const entry of others.values()) yield onlyOn("right", entry, unlisted.left);
}

function onlyOn(
  side: "left" | "right",
  { reference, provider, kind }: InventoryEntry,
  unlistedElsewhere: readonly UnlistedPart[] = [],
): InventoryDifference {
  const cause = unlistedElsewhere.find((part) => part.provider === provider && (part.kind ?? kind) === kind);
  if (cause === undefined) return { reference, difference: `only-${side}` };
  return { reference, difference: "unreadable", side: side === "left" ? "right" : "left", error: cause.error };
}

/** Undefined if there is no difference. */
export function diffTags(left: TagRecord, right: TagRecord): TagDifference | undefined {
  const from = new Map(Object.entries(left));
  const to = new Map(Object.entries(right));
  const added = [...to].filter(([key]) => !from.has(key));
  const removed = [...from].filter(([key]) => !to.has(key));
  const changed = [...to].flatMap(([key, value]) => {
    const earlier = from.get(key);
    return earlier === undefined || earlier === value ? [] : [[key, { from: earlier, to: value }] as const];
  });
  if (added.length + removed.length + changed.length === 0) return undefined;
  return {
    added: Object.fromEntries(added),
    changed: Object.fromEntries(changed),
    removed: Object.fromEntries(removed),
  };
}
