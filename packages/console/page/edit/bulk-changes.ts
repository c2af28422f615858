import type { Violation } from "@crosstag/core";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { editTarget } from "./edit-target.ts";
import type { TagChange } from "./edit-store.ts";
import { judgeEdit, type RulesOf } from "./judge-edit.ts";
import { editedTags, withChange, type ResourceEdit } from "./resource-edit.ts";

/** The same change on all of these resources that do not have it already. Undefined removes the tag. */
export function bulkChanges(
  rows: readonly InventoryRow[],
  key: string,
  value: string | undefined,
  edits: ReadonlyMap<string, ResourceEdit>,
): readonly TagChange[] {
  if (key === "") return [];
  return rows.flatMap((row): readonly TagChange[] => {
    const target = editTarget(row);
    if (target === undefined) return [];
    const edit = edits.get(target.reference);
    const current = edit === undefined ? target.before : editedTags(edit);
    return current.get(key) === value ? [] : [{ target, key, value }];
  });
}

/** A violation, and on how many resources. */
export interface ViolationGroup {
  readonly violation: Violation;
  readonly resources: number;
}

/** What the clouds say about changes, equal violations together. */
export function judgeBulk(
  changes: readonly TagChange[],
  edits: ReadonlyMap<string, ResourceEdit>,
  rulesOf: RulesOf,
): readonly ViolationGroup[] {
  return groupViolations(
    changes.flatMap(({ target, key, value }) => {
      const edit = withChange(edits.get(target.reference) ?? { ...target, changes: new Map() }, key, value);
      return edit === undefined ? [] : [judgeEdit(edit, rulesOf)];
    }),
  );
}

/** Equal violations together, refusals first. */
export function groupViolations(judged: Iterable<readonly Violation[]>): readonly ViolationGroup[] {
  const groups = new Map<string, { violation: Violation; resources: number }>();
  for (const violation of [...judged].flat()) {
    const key = `${violation.rule} ${violation.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { violation, resources: 1 });
    else group.resources += 1;
  }
  return [...groups.values()].toSorted(
    (left, right) => Number(right.violation.severity === "error") - Number(left.violation.severity === "error"),
  );
}
