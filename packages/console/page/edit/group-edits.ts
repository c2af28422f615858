import type { ResourceEdit } from "./resource-edit.ts";

/** Edits with the same changes. */
export interface EditGroup {
  readonly changes: ResourceEdit["changes"];
  readonly edits: readonly ResourceEdit[];
}

/** Equal changes together, the largest group first. */
export function groupEdits(edits: Iterable<ResourceEdit>): readonly EditGroup[] {
  const groups = new Map<string, { changes: ResourceEdit["changes"]; edits: ResourceEdit[] }>();
  for (const edit of edits) {
    const key = JSON.stringify(
      [...edit.changes]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, value]) => [name, value ?? null]),
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { changes: edit.changes, edits: [edit] });
    else group.edits.push(edit);
  }
  return [...groups.values()].toSorted((left, right) => right.edits.length - left.edits.length);
}
