import { groupBy, itemAt } from "@crosstag/core/internal";
import { isRefused } from "./judge-edit.ts";
import type { ResourceEdit } from "./resource-edit.ts";
import type { Judge } from "./use-judgements.ts";

/** Edits with the same changes, of which the clouds say the same. */
export interface EditGroup {
  readonly changes: ResourceEdit["changes"];
  readonly edits: readonly ResourceEdit[];
  /** Whether the clouds would refuse them. */
  readonly isRefused: boolean;
  /** The tag keys of the changes that would be refused. A change can also be refused as a whole. */
  readonly refusedKeys: ReadonlySet<string>;
}

/** Equal changes together: first the refused ones, then the largest group. */
export function groupEdits(edits: Iterable<ResourceEdit>, judge: Judge): readonly EditGroup[] {
  const judged = [...edits].map((edit) => {
    const errors = judge(edit).filter(({ severity }) => severity === "error");
    const refused = new Set(errors.flatMap(({ key }) => (key === undefined ? [] : [key])));
    return { edit, isRefused: isRefused(errors), refusedKeys: refused };
  });
  const groups = groupBy(judged, ({ edit: { changes }, refusedKeys, ...rest }) =>
    JSON.stringify([
      rest.isRefused,
      [...refusedKeys].toSorted(),
      [...changes].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([name, value]) => [name, value ?? null]),
    ]),
  );
  return [...groups.values()]
    .map((equal) => {
      const { edit, ...verdict } = itemAt(equal, 0);
      return { changes: edit.changes, edits: equal.map((one) => one.edit), ...verdict };
    })
    .toSorted(
      (left, right) => Number(right.isRefused) - Number(left.isRefused) || right.edits.length - left.edits.length,
    );
}
