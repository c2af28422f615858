import type { TimedRunRecord } from "@crosstag/core/node";
import type { RowSource } from "../database/open-database.ts";
import { decodeStored } from "./decode-stored.ts";

/** Records that are read at once. */
const PAGE = 5_000;

/** The records of a run in the order in which they were written. @throws CrosstagError of the database; as `decodeStored` */
export async function* readRecords(database: RowSource, run: string): AsyncGenerator<TimedRunRecord, void, undefined> {
  let after = "0";
  for (;;) {
    const rows = await database.rows<{ readonly position: string; readonly at: string; readonly record: string }>(
      "select position, at, record from crosstag_run_records where run = $1 and position > $2 order by position limit $3",
      [run, after, PAGE],
    );
    for (const { at, record } of rows) yield { at, record: decodeStored(run, record) };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}
