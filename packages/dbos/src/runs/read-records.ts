import type { TimedRunRecord } from "@crosstag/core/node";
import type { RowSource } from "../database/open-database.ts";
import { decodeStored } from "./decode-stored.ts";
import { WHOLE_RUN } from "./run-tables.ts";

/** Records that are read at once. */
const PAGE = 5_000;

/**
 * The records of a run in the order in which they were written.
 * @param attempt the last attempt to read. Later ones may be under way, whose records can be committed in another order. Default: all
 * @throws CrosstagError of the database; as `decodeStored`
 */
export async function* readRecords(
  database: RowSource,
  run: string,
  attempt: number | null = null,
): AsyncGenerator<TimedRunRecord, void, undefined> {
  let after = "0";
  for (;;) {
    const rows = await database.rows<{ readonly position: string; readonly at: string; readonly record: string }>(
      `select position, at, record from crosstag_run_records
       where run = $1 and position > $2 and position < coalesce(
         (select min(position) from crosstag_run_records where run = $1 and chunk = $4 and claim > $5),
         9223372036854775807)
       order by position limit $3`,
      [run, after, PAGE, WHOLE_RUN, attempt],
    );
    for (const { at, record } of rows) yield { at, record: decodeStored(run, record) };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}
