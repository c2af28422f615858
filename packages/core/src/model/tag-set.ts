/** One tag, for lists that keep order and duplicates. */
export interface Tag {
  /** The tag key. */
  readonly key: string;
  /** The tag value; may be empty. */
  readonly value: string;
}

/** Tags as a caller gives them: a plain object, or a list (in which the same key twice is an error). */
export type TagInput = Readonly<Record<string, string>> | readonly Tag[];

/** The tags of a resource. A map, because a tag key may be any word, `__proto__` included. */
export type TagSet = ReadonlyMap<string, string>;

/** The tags of a resource as a plain object, in key order. */
export type TagRecord = Readonly<Record<string, string>>;

/** In key order by code unit, so that output and digests do not depend on a cloud's order. */
export function toTagRecord(tags: TagSet): TagRecord {
  // The sort of plain texts goes by code unit, and is three times as fast as one with a comparison of its own.
  return Object.fromEntries([...tags.keys()].toSorted().map((key) => [key, tags.get(key) ?? ""]));
}

/** Lists what was given, in order, duplicates included; values that are not strings are kept for the rules to refuse. */
export function listTags(input: TagInput): readonly Tag[] {
  if (isTagList(input)) return input;
  return Object.entries(input).map(([key, value]) => ({ key, value }));
}

function isTagList(input: TagInput): input is readonly Tag[] {
  return Array.isArray(input);
}

/** Tags as a map. Of a key that is given twice, the last value counts. */
export function toTagSet(tags: readonly Tag[]): TagSet {
  return new Map(tags.map(({ key, value }) => [key, value]));
}
