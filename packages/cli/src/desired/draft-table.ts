import type { TagTable } from "@crosstag/config/tables";
import { draftChanges, type OpenedCrosstag } from "@crosstag/clouds";
import type { PlanDraft, PlanTagSetsRequest } from "@crosstag/core";

/** A table with the tags that resources should have. */
export interface DesiredTable {
  readonly table: TagTable;
  /** The name of its file in messages. */
  readonly fileName: string;
  /** Whether to remove tags that the table does not have. */
  readonly prune: boolean;
}

/**
 * Reads the tags of the resources that a table names, and plans the changes.
 * @throws CrosstagError as `draftChanges` does, with the line of each problem
 */
export function draftTable(
  crosstag: OpenedCrosstag,
  { table: { resources }, fileName, prune }: DesiredTable,
  request: Omit<PlanTagSetsRequest, "by" | "resources">,
  signal: AbortSignal,
): Promise<PlanDraft> {
  const changes = resources.map(({ reference, set, remove }) => ({ resource: reference, set, remove }));
  const placeOf = (index: number, key?: string) => {
    const { line = 1, lines } = resources[index] ?? {};
    return `${fileName}:${(key === undefined ? undefined : lines?.get(key)) ?? line}`;
  };
  return draftChanges(crosstag, { ...request, by: `table ${fileName}`, changes, placeOf, prune }, signal);
}
