import { CrosstagError } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import { noSchedule, readDefinition } from "./read-definitions.ts";
import type { ScheduleEngine } from "./schedule-engine.ts";
import { scheduleProblem } from "./schedule-problem.ts";

/**
 * Removes a schedule, whatever there is of it: one that was added or removed only in part, and results that were kept. Called
 * again after an error, it removes the rest.
 * @param withResults removes its checks, violations and messages, too
 * @throws CrosstagError `configuration` if there is nothing to remove; of the database
 */
export async function removeSchedule(
  database: Database,
  engine: ScheduleEngine,
  name: string,
  withResults: boolean,
): Promise<void> {
  await requireAnything(database, engine, name, withResults);
  // First: from then on no tick begins.
  await engine.use((client) => client.deleteSchedule(name));
  try {
    await database.transact(async (client) => {
      await client.query("delete from crosstag_schedules where name = $1", [name]);
      if (!withResults) return;
      // Waits for a check that records its result, so that the next statement sees its violations.
      await client.query("delete from crosstag_checks where schedule = $1", [name]);
      await client.query("delete from crosstag_violations where schedule = $1", [name]);
    });
  } catch (error) {
    throw CrosstagError.is(error) ? inPart(error, name) : error;
  }
}

async function requireAnything(
  database: Database,
  engine: ScheduleEngine,
  name: string,
  withResults: boolean,
): Promise<void> {
  if ((await readDefinition(database, name)) !== undefined) return;
  const hasResults = await resultsOf(database, name);
  if ((withResults && hasResults) || (await engine.has(name))) return;
  if (!hasResults) throw await noSchedule(database, name);
  throw scheduleProblem(
    `The schedule ${JSON.stringify(name)} was removed, and its results were kept.`,
    `To remove them, too: crosstag schedule remove ${name} --with-results`,
  );
}

async function resultsOf(database: Database, name: string): Promise<boolean> {
  const [row] = await database.rows<{ readonly exists: boolean }>(
    `select exists (select 1 from crosstag_checks where schedule = $1)
         or exists (select 1 from crosstag_violations where schedule = $1) as exists`,
    [name],
  );
  return row?.exists === true;
}

function inPart(cause: CrosstagError, name: string): CrosstagError {
  const { code, retry, message } = cause;
  return new CrosstagError({
    code,
    retry,
    message: `${message} The schedule ${JSON.stringify(name)} was removed only in part: no check of it begins any more.`,
    hint: "Run the command again: it removes the rest.",
    cause,
  });
}
