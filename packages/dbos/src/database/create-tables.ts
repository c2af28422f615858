import { CrosstagError } from "@crosstag/core";
import { fieldsOf } from "@crosstag/core/internal";
import type { PoolClient } from "pg";
import type { Database } from "./open-database.ts";

/** Tables that belong together and change together. */
export interface TableGroup {
  /** What is kept in them: `runs`. */
  readonly name: string;
  /** The statements that lead from no table to the first form, from that to the second, and so on. */
  readonly forms: readonly (readonly string[])[];
}

/** The table of the forms of the others. It is in every database that Crosstag uses. */
export const FORMS_TABLE = "crosstag_forms";
/** Any number that other programs do not use for their locks. */
const CREATION_LOCK = 7_310_266_155;

/**
 * Brings the tables of the groups to the newest form that this version knows. Processes that do so at once wait for each
 * other.
 * @throws CrosstagError `configuration` if a newer version of Crosstag has changed them
 */
export async function createTables(database: Database, groups: readonly TableGroup[]): Promise<void> {
  await database.transact(async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [CREATION_LOCK]);
    await client.query(`create table if not exists ${FORMS_TABLE} (tables text primary key, form int not null)`);
    for (const group of groups) await bringUp(client, group);
  });
}

async function bringUp(client: PoolClient, { name, forms }: TableGroup): Promise<void> {
  const { rows } = await client
    .query<{ form: number }>(`select form from ${FORMS_TABLE} where tables = $1`, [name])
    .catch((error: unknown) => {
      throw fieldsOf(error)["code"] === UNDEFINED_COLUMN ? foreignTable(FORMS_TABLE) : error;
    });
  const form = rows[0]?.form ?? 0;
  if (form > forms.length)
    throw new CrosstagError({
      code: "configuration",
      message: `The tables of the ${name} in this database were changed by a newer version of Crosstag (form ${form}; this version knows ${forms.length}).`,
      hint: "Use that version on this machine, too.",
    });
  if (form === forms.length) return;
  for (const statements of forms.slice(form)) for (const statement of statements) await create(client, statement);
  await client.query(
    `insert into ${FORMS_TABLE} values ($1, $2) on conflict (tables) do update set form = excluded.form`,
    [name, forms.length],
  );
}

const UNDEFINED_COLUMN = "42703";
const DUPLICATE_TABLE = "42P07";

async function create(client: PoolClient, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const [, name] = /^create (?:unique )?(?:table|index) (\w+)/.exec(statement) ?? [];
    throw fieldsOf(error)["code"] === DUPLICATE_TABLE && name !== undefined ? foreignTable(name) : error;
  }
}

/** Another program has the name, or the tables were copied in part. */
function foreignTable(name: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The database has a table ${JSON.stringify(name)} that this version of Crosstag did not create. Nothing was changed.`,
    hint: "Use a database of its own for Crosstag: createdb NAME. Or rename that table.",
  });
}
