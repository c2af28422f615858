import type { TagTable } from "@crosstag/config/tables";
import { draftChanges, type OpenedCrosstag } from "@crosstag/clouds";
import type { PlanDraft, PlanTagSetsRequest } from "@crosstag/core";
import { nameFirst } from "@crosstag/core/internal";
import type { Messages } from "../output/messages.ts";

/** More places on one line do not help. */
const MOST_NAMED = 5;

/** A table with the tags that resources should have. */
export interface DesiredTable {
  readonly table: TagTable;
  /** The name of its file in messages. */
  readonly fileName: string;
  /** Whether to remove tags that the table does not have. */
  readonly prune: boolean;
}

/**
 * Reads the tags of the resources that a table names, and plans the changes. Says which rows could not be read.
 * @throws CrosstagError as `draftChanges` does, with the line of each problem
 */
export async function draftTable(
  crosstag: OpenedCrosstag,
  { table: { resources }, fileName, prune }: DesiredTable,
  request: Omit<PlanTagSetsRequest, "by" | "resources">,
  { messages, signal }: { readonly messages: Messages; readonly signal: AbortSignal },
): Promise<PlanDraft> {
  const changes = resources.map(({ reference, set, remove }) => ({ resource: reference, set, remove }));
  const placeOf = (index: number, key?: string) => {
    const { line = 1, lines } = resources[index] ?? {};
    return `${fileName}:${(key === undefined ? undefined : lines?.get(key)) ?? line}`;
  };
  const unread: number[] = [];
  const onUnread = (index: number) => void unread.push(index);
  const draft = await draftChanges(
    crosstag,
    { ...request, by: `table ${fileName}`, changes, placeOf, prune, onUnread },
    signal,
  );
  const places = unread.map((index) => placeOf(index));
  if (unread.length > 0)
    messages.warn(
      `${nameFirst(places, MOST_NAMED)}: ${unread.length === 1 ? "This resource" : "These resources"} could not be read; nothing is planned for ${unread.length === 1 ? "it" : "them"}. The plan says why.`,
    );
  return draft;
}
