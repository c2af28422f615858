import { decodePlanHeader } from "@crosstag/core/internal";
import { standingUndo } from "@crosstag/core/node";
import type { PoolClient } from "pg";

/**
 * As `findUndo` of core, for the runs of a database. An undo that has not ended counts: it will change something. By the clock
 * of the database, because the clocks of the machines that submit runs can differ.
 */
export async function findSharedUndo(client: PoolClient, run: string): Promise<string | undefined> {
  const { rows } = await client.query<{ readonly id: string; readonly header: string }>(
    `select id, header from crosstag_runs as later
     where submitted_at > (select submitted_at from crosstag_runs where id = $1)
       and header like '%"origin":{"type":"undo"%'
       and exists (
         select from crosstag_run_chunks where run = later.id and changes > 0
           and (result is null or (result #>> '{counts,changed}')::int + (result #>> '{counts,unknown}')::int > 0))
     order by submitted_at desc`,
    [run],
  );
  const undos = rows.flatMap(({ id, header }) => {
    const { origin } = decodePlanHeader(header);
    return origin.type === "undo" ? [{ id, undoes: origin.run }] : [];
  });
  return standingUndo(run, undos);
}
