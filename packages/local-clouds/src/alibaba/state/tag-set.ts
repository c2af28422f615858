/** A resource's tags. Never mutated: a change makes a new set, because readers may still be shown an older one. */
export type TagSet = ReadonlyMap<string, string>;

/** How tag keys are distinguished. */
export type TagKeyCase = "sensitive" | "insensitive";

/** The set with these tags written over it. If case is ignored, a new spelling replaces the older one. */
export function withTags(tags: TagSet, added: TagSet, keyCase: TagKeyCase): TagSet {
  const changed = new Map(keyCase === "sensitive" ? tags : withoutTags(tags, [...added.keys()], keyCase));
  for (const [key, value] of added) changed.set(key, value);
  return changed;
}

/** The set without these keys; keys that it does not have are ignored. */
export function withoutTags(tags: TagSet, keys: readonly string[], keyCase: TagKeyCase): TagSet {
  const changed = new Map(tags);
  if (keyCase === "sensitive") {
    for (const key of keys) changed.delete(key);
    return changed;
  }
  const removed = new Set(keys.map((key) => key.toLowerCase()));
  for (const key of tags.keys()) if (removed.has(key.toLowerCase())) changed.delete(key);
  return changed;
}
