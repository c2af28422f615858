import type { Database } from "../database/open-database.ts";
import type { ScheduleDefinition } from "./schedule-definition.ts";

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
