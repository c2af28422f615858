import type { TableResource, TagTable } from "@crosstag/config/tables";
import type { OpenedCrosstag } from "@crosstag/clouds";
import {
  CrosstagError,
  type DesiredStatement,
  type DesiredTags,
  type PlanDraft,
  type PlanTagSetsRequest,
  type ResourceTags,
  type Selection,
  type UnreadTags,
} from "@crosstag/core";
import { describeCount } from "../output/describe-count.ts";
import { refuseDesiredState } from "./refuse-desired-state.ts";

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
 * @throws CrosstagError `invalid-request` with every row that has an invalid name, or a new tag that breaks a rule of its
 *   cloud; `configuration` with every row whose resource does not exist, or is that of another row
 */
export async function draftTable(
  crosstag: OpenedCrosstag,
  { table, fileName, prune }: DesiredTable,
  request: Omit<PlanTagSetsRequest, "by" | "resources">,
  signal: AbortSignal,
): Promise<PlanDraft> {
  const rows = table.resources;
  const place = ({ line }: TableResource) => `${fileName}:${line}`;
  const refuse = (statements: readonly DesiredStatement[], of: readonly TableResource[]) => {
    if (statements.length > 0)
      refuseDesiredState(crosstag.checkDesiredState({ version: 1, statements }), ([, index]) => {
        const row = typeof index === "number" ? of[index] : undefined;
        return row === undefined ? fileName : place(row);
      });
  };
  // The names come first: what is written is known only when the tags have been read.
  refuse(
    rows.map((row) => ({ select: selectionOf(row), removeAllBut: ["*"] })),
    rows,
  );
  const entries = await readRows(crosstag, rows, signal);
  refuseRows(rows, entries, place);
  const written = rows.flatMap((row) => {
    const set = newTags(row, entries.get(row.reference));
    return Object.keys(set).length > 0 ? [{ row, statement: { select: selectionOf(row), set } }] : [];
  });
  refuse(
    written.map(({ statement }) => statement),
    written.map(({ row }) => row),
  );
  return crosstag.planTagSets(
    { ...request, by: `table ${fileName}`, resources: desiredTags(rows, entries, prune) },
    { signal },
  );
}

function selectionOf({ reference }: TableResource): Selection {
  return /(?:^|:)alias\//.test(reference) ? { aliases: [reference] } : { references: [reference] };
}

/** Tags that are there already need not fit the rules: they are not written. */
function newTags({ set }: TableResource, entry: ResourceTags | undefined): Readonly<Record<string, string>> {
  const before = new Map(entry?.status === "read" ? Object.entries(entry.tags) : []);
  return Object.fromEntries(Object.entries(set).filter(([key, value]) => before.get(key) !== value));
}

/** By the name in the table. A resource that is named twice has one entry, under its first name. */
async function readRows(
  crosstag: OpenedCrosstag,
  rows: readonly TableResource[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ResourceTags>> {
  const entries = new Map<string, ResourceTags>();
  if (rows.length === 0) return entries;
  const resources = rows.map(({ reference }) => reference);
  const listing = { resources, includeReserved: true, resolveAliases: true };
  for await (const entry of crosstag.listTags(listing, { signal, retry: "patient" }))
    entries.set(entry.resource, entry);
  // Resources that were not read because of the interruption must not look unreadable.
  signal.throwIfAborted();
  return entries;
}

/** More than a person fixes before trying again. */
const MOST_SHOWN = 20;

function refuseRows(
  rows: readonly TableResource[],
  entries: ReadonlyMap<string, ResourceTags>,
  place: (row: TableResource) => string,
): void {
  const problems = rows.flatMap((row) => {
    const entry = entries.get(row.reference);
    if (entry === undefined) return [`${place(row)}: ${row.reference} is a resource that another line names, too.`];
    if (entry.status === "failed" && entry.error.code === "not-found")
      return [`${place(row)}: ${row.reference} does not exist.`];
    return [];
  });
  if (problems.length === 0) return;
  const shown = problems.slice(0, MOST_SHOWN);
  const more =
    problems.length > shown.length ? [`and ${describeCount(problems.length - shown.length, "line")} more`] : [];
  throw new CrosstagError({
    code: "configuration",
    operation: "planTagSets",
    message: [...shown, ...more].join("\n"),
    hint: "Correct or remove these lines. Nothing was planned.",
  });
}

function* desiredTags(
  rows: readonly TableResource[],
  entries: ReadonlyMap<string, ResourceTags>,
  prune: boolean,
): Generator<DesiredTags | UnreadTags> {
  for (const { reference: name, set, remove } of rows) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const { reference } = entry;
    if (entry.status === "failed") yield { reference, error: entry.error };
    else {
      const desired = new Map(prune ? [] : Object.entries(entry.tags));
      for (const key of remove) desired.delete(key);
      for (const [key, value] of Object.entries(set)) desired.set(key, value);
      yield { reference, before: entry.tags, desired: Object.fromEntries(desired) };
    }
  }
}
