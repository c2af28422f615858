import { isAlias, isMap, isNode, isScalar, isSeq, type Document } from "yaml";

/** An entry of a map or a list. */
export interface DocumentEntry {
  /** Absent in lists. */
  readonly key?: unknown;
  /** The node of the value. */
  readonly value: unknown;
}

/** Returns the entry under a key or at a position. Follows aliases and merge keys, as the plain data does. */
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
    // The library marks a merge key with a symbol; a key "<<" in quotes is a text.
    if (typeof key.value === "symbol") merged.push(...(isSeq(value) ? value.items : [value]));
    else if (String(key.value) === String(segment)) return { key, value };
  }
  for (const source of merged) {
    const entry = entryAt(document, source, segment);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Returns the offset of a node in the text; undefined if the node has none. */
export function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
