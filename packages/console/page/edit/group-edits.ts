import { groupBy, itemAt } from "@crosstag/core/internal";
import type { ResourceEdit } from "./resource-edit.ts";

/** Edits with the same changes. */
export interface EditGroup {
  readonly changes: ResourceEdit["changes"];
  readonly edits: readonly ResourceEdit[];
}

/** Equal changes together, the largest group first. */
export function groupEdits(edits: Iterable<ResourceEdit>): readonly EditGroup[] {
  const groups = groupBy(edits, ({ changes }) =>
    JSON.stringify(
      [...changes].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, value]) => [name, value ?? null]),
    ),
  );
  return [...groups.values()]
    .map((equal) => ({ changes: itemAt(equal, 0).changes, edits: equal }))
    .toSorted((left, right) => right.edits.length - left.edits.length);
}
