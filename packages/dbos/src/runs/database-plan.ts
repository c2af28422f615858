import { CrosstagError, type Plan, type PlanEntry, type PlanHeader } from "@crosstag/core";
import { decodePlanEntry, decodePlanHeader } from "@crosstag/core/internal";
import type { Database } from "../database/open-database.ts";

/** Entries that are read at once. */
const PAGE = 2_000;

/** The plan of a run, as it was submitted; its entries stay in the database. */
export class DatabasePlan implements Plan {
  readonly header: PlanHeader;
  readonly #database: Database;
  readonly #run: string;

  private constructor(database: Database, run: string, header: PlanHeader) {
    this.#database = database;
    this.#run = run;
    this.header = header;
  }

  /** @throws CrosstagError `not-found` if there is no such run; of the database */
  static async open(database: Database, run: string): Promise<DatabasePlan> {
    const [row] = await database.rows<{ readonly header: string }>("select header from crosstag_runs where id = $1", [
      run,
    ]);
    if (row !== undefined) return new DatabasePlan(database, run, decodePlanHeader(row.header));
    throw new CrosstagError({
      code: "not-found",
      message: `There is no run ${JSON.stringify(run)} in this database.`,
      hint: "Check the id.",
    });
  }

  async *entries(scope?: string): AsyncGenerator<PlanEntry, void, undefined> {
    for (let from = 0; ; from += PAGE) {
      const rows = await this.#database.rows<{ readonly line: string }>(
        `select entry.line from crosstag_run_chunks c,
           unnest(c.positions, string_to_array(c.lines, E'\\n')) as entry (position, line)
         where c.run = $1 and c.positions[1] <= $3 and c.positions[cardinality(c.positions)] >= $2
           and entry.position between $2 and $3
         order by entry.position`,
        [this.#run, from, from + PAGE - 1],
      );
      if (rows.length === 0) return;
      for (const { line } of rows) {
        const entry = decodePlanEntry(line);
        if (scope === undefined || entry.scope === scope) yield entry;
      }
    }
  }
}
