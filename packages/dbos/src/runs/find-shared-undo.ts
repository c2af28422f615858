import type { RunEndRecord } from "@crosstag/core";
import { decodePlanHeader, RunStateFold } from "@crosstag/core/internal";
import {
  hasDoneAll,
  leavesNothing,
  mayHaveChanged,
  standingUndo,
  type MayHaveChanged,
  type UndoOf,
} from "@crosstag/core/node";
import type { RowSource } from "../database/open-database.ts";
import { readRecords } from "./read-records.ts";

type Counts = RunEndRecord["counts"];

interface UndoRow extends Counts {
  readonly id: string;
  readonly header: string;
  readonly changes: number;
  readonly ended: RunEndRecord["ended"] | null;
  /** Whether all of its chunks have their result. */
  readonly counted: boolean;
}

/**
 * As `findUndo` of core, for the runs of a database. An undo that has not ended counts: it will change something. By the clock
 * of the database, because the clocks of the machines that submit runs can differ.
 * @throws CrosstagError `configuration` if a record cannot be read
 */
export async function findSharedUndo(database: RowSource, run: string): Promise<string | undefined> {
  const sums = ["changed", "unchanged", "skipped", "failed", "unknown"].map(
    (status) => `coalesce(sum((c.result #>> '{counts,${status}}')::int), 0)::int as ${status}`,
  );
  const rows = await database.rows<UndoRow>(
    `select later.id, later.header, later.changes, later.ended, bool_and(c.result is not null) as counted, ${sums.join(", ")}
     from crosstag_runs as later join crosstag_run_chunks as c on c.run = later.id and c.changes > 0
     where later.submitted_at > (select submitted_at from crosstag_runs where id = $1)
       and later.header like '%"origin":{"type":"undo"%'
     group by later.id
     order by later.submitted_at desc`,
    [run],
  );
  const undos: UndoOf[] = [];
  for (const { id, header, changes, ended, counted, ...sum } of rows) {
    const plan = decodePlanHeader(header);
    const { origin } = plan;
    const counts = counted ? sum : undefined;
    if (origin.type !== "undo" || !(await mayHaveChanged(counts, () => readIntents(database, id)))) continue;
    const isWhole = leavesNothing(plan) && hasDoneAll({ ended: ended ?? undefined, counts, changes });
    undos.push({ id, undoes: origin.run, isWhole });
  }
  return standingUndo(run, undos);
}

async function readIntents(database: RowSource, run: string): Promise<MayHaveChanged> {
  const fold = new RunStateFold();
  for await (const { record, at } of readRecords(database, run)) fold.add(record, at);
  return fold.state(false).intents;
}
