import type { TagSet } from "@crosstag/core";

/** What the user wants to change on one resource, and has not planned yet. */
export interface ResourceEdit {
  readonly reference: string;
  readonly provider: string;
  readonly kind: string;
  /** Absent: not known. */
  readonly account?: string | undefined;
  /** Absent: not known. */
  readonly region?: string | undefined;
  /** What people call the resource. */
  readonly name: string;
  /** By tag key: the new value, or undefined if the tag is to be removed. */
  readonly changes: ReadonlyMap<string, string | undefined>;
  /** The tags as they were read when the resource was first changed here. */
  readonly before: TagSet;
}

/** The resource of a change. */
export type EditTarget = Omit<ResourceEdit, "changes">;

/** One change of one tag. */
export interface TagChange {
  readonly target: EditTarget;
  readonly key: string;
  /** Undefined: the tag is to be removed. */
  readonly value: string | undefined;
}

/** Tags to set and tag keys to remove. */
export interface SetAndRemove {
  readonly set: readonly (readonly [key: string, value: string])[];
  readonly remove: readonly string[];
}

/** The edit of the resource with one more change; undefined if nothing is left to change. */
export function withChange(
  edits: ReadonlyMap<string, ResourceEdit>,
  { target, key, value }: TagChange,
): ResourceEdit | undefined {
  const edit = edits.get(target.reference) ?? { ...target, changes: new Map<string, string | undefined>() };
  const changes = new Map(edit.changes);
  if (edit.before.get(key) === value) changes.delete(key);
  else changes.set(key, value);
  return changes.size === 0 ? undefined : { ...edit, changes };
}

/** The value that a tag has with the edit; `before` are the tags without it. */
export function editedValue(edit: ResourceEdit | undefined, before: TagSet, key: string): string | undefined {
  return edit?.changes.has(key) === true ? edit.changes.get(key) : before.get(key);
}

/** The changes of an edit by what they do. */
export function setAndRemove({ changes }: Pick<ResourceEdit, "changes">): SetAndRemove {
  const set: (readonly [string, string])[] = [];
  const remove: string[] = [];
  for (const [key, value] of changes) {
    if (value === undefined) remove.push(key);
    else set.push([key, value]);
  }
  return { set, remove };
}
