import type { CrosstagError } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import type { ScheduleDefinition } from "./schedule-definition.ts";
import { scheduleProblem } from "./schedule-problem.ts";

/** Returns the schedule of this name. Undefined if there is none. @throws CrosstagError of the database */
export async function readDefinition(database: Database, name: string): Promise<ScheduleDefinition | undefined> {
  const rows = await database.rows<{ readonly definition: ScheduleDefinition }>(
    "select definition from crosstag_schedules where name = $1",
    [name],
  );
  return rows[0]?.definition;
}

/** Returns all schedules by name. @throws CrosstagError of the database */
export async function readDefinitions(database: Database): Promise<readonly ScheduleDefinition[]> {
  const rows = await database.rows<{ readonly definition: ScheduleDefinition }>(
    "select definition from crosstag_schedules order by name",
  );
  return rows.map(({ definition }) => definition);
}

/** Returns the schedule of this name. @throws CrosstagError `configuration` if there is none */
export async function requireSchedule(database: Database, name: string): Promise<ScheduleDefinition> {
  const definition = await readDefinition(database, name);
  if (definition === undefined) throw await noSchedule(database, name);
  return definition;
}

/** Why there is no schedule of this name, with the names of the others. */
export async function noSchedule(database: Database, name: string): Promise<CrosstagError> {
  const names = (await readDefinitions(database)).map((one) => one.name);
  return scheduleProblem(
    `There is no schedule ${JSON.stringify(name)}.`,
    names.length === 0 ? "Add one: crosstag schedule add NAME …" : `Schedules: ${names.join(", ")}.`,
  );
}
