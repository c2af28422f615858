import { isAlias, isMap, isScalar, isSeq, type Document } from "yaml";

export interface DocumentEntry {
  /** Absent in lists. */
  readonly key?: unknown;
  readonly value: unknown;
}

/** What stands under a key or at a position, through aliases and merge keys, as the plain data has it. */
export function entryAt(document: Document, node: unknown, segment: PropertyKey): DocumentEntry | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target)) {
    const value = typeof segment === "number" ? target.items[segment] : undefined;
    return value === undefined ? undefined : { value };
  }
  if (!isMap(target)) return undefined;
  const merged: unknown[] = [];
  for (const { key, value } of target.items) {
    if (!isScalar(key)) continue;
    // The library's sign of a merge key; a key that is "<<" in quotes is a text.
    if (typeof key.value === "symbol") merged.push(...(isSeq(value) ? value.items : [value]));
    else if (String(key.value) === String(segment)) return { key, value };
  }
  for (const source of merged) {
    const entry = entryAt(document, source, segment);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

export function offsetOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0];
}
