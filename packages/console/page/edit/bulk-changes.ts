import type { Violation } from "@crosstag/core";
import { groupBy, itemAt } from "@crosstag/core/internal";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { editTarget } from "./edit-target.ts";
import { isRefused, judgeEdit, type RulesOf } from "./judge-edit.ts";
import { editedValue, withChange, type ResourceEdit, type TagChange } from "./resource-edit.ts";

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
    return editedValue(edit, (edit ?? target).before, key) === value ? [] : [{ target, key, value }];
  });
}

/** A violation, and on how many resources. */
export interface ViolationGroup {
  readonly violation: Violation;
  readonly resources: number;
}

/** What the clouds say about changes. */
export interface JudgedChanges {
  /** Equal violations together. */
  readonly groups: readonly ViolationGroup[];
  /** Resources whose cloud would refuse the change. */
  readonly refused: number;
}

/** Judges the resources as they would be with these changes. */
export function judgeBulk(
  changes: readonly TagChange[],
  edits: ReadonlyMap<string, ResourceEdit>,
  rulesOf: RulesOf,
): JudgedChanges {
  const judged = changes.flatMap((change) => {
    const edit = withChange(edits, change);
    if (edit === undefined) return [];
    // What is wrong with earlier changes of other tags is said where these are.
    return [judgeEdit(edit, rulesOf).filter(({ key }) => key === undefined || key === change.key)];
  });
  return { groups: groupViolations(judged), refused: judged.filter(isRefused).length };
}

/** Violations with the same words together, refusals first: services of one cloud have rules of their own, with equal words. */
export function groupViolations(judged: Iterable<readonly Violation[]>): readonly ViolationGroup[] {
  const groups = groupBy([...judged].flat(), ({ severity, message, fix }) => JSON.stringify([severity, message, fix]));
  const grouped = [...groups.values()].map((equal) => ({ violation: itemAt(equal, 0), resources: equal.length }));
  return grouped.toSorted(
    (left, right) => Number(right.violation.severity === "error") - Number(left.violation.severity === "error"),
  );
}
