/** Tags by key. A value can be absent, which is not the same as empty for every service. */
export type ValuelessTags = ReadonlyMap<string, string | undefined>;

/** The tags as Secrets Manager and ACM list them. */
export function tagEntries(tags: ValuelessTags): readonly { readonly Key: string; readonly Value?: string }[] {
  return [...tags].map(([Key, Value]) => (Value === undefined ? { Key } : { Key, Value }));
}

/** The tags as tests read them: an absent value reads as an empty one. */
export function tagRecord(tags: ValuelessTags): Record<string, string> {
  return Object.fromEntries([...tags].map(([key, value]) => [key, value ?? ""]));
}
