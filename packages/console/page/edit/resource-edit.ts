import type { TagSet } from "@crosstag/core";

/** What somebody wants to change on one resource, and has not planned yet. */
export interface ResourceEdit {
  readonly reference: string;
  readonly provider: string;
  readonly kind: string;
  /** What people call the resource. */
  readonly name: string;
  /** By tag key: the new value, or undefined if the tag is to be removed. */
  readonly changes: ReadonlyMap<string, string | undefined>;
  /** The tags as they were read when the resource was first changed here. */
  readonly before: TagSet;
}

/** The tags that the resource would have. */
export function editedTags({ before, changes }: Pick<ResourceEdit, "before" | "changes">): TagSet {
  const tags = new Map(before);
  for (const [key, value] of changes) {
    if (value === undefined) tags.delete(key);
    else tags.set(key, value);
  }
  return tags;
}

/** The edit with one more change; undefined if nothing is left to change. */
export function withChange(edit: ResourceEdit, key: string, value: string | undefined): ResourceEdit | undefined {
  const changes = new Map(edit.changes);
  if (edit.before.get(key) === value) changes.delete(key);
  else changes.set(key, value);
  return changes.size === 0 ? undefined : { ...edit, changes };
}
