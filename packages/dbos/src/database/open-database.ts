import { CrosstagError } from "@crosstag/core";
import type { PoolClient } from "pg";
import { createTables, FORMS_TABLE, type TableGroup } from "./create-tables.ts";
import { databaseProblem } from "./database-problem.ts";
import { openPool } from "./open-pool.ts";
import { transact } from "./transact.ts";

/** Options for the database that many machines share. */
export interface DatabaseOptions {
  /** `postgres://user@host:5432/name`. The user must be allowed to create schemas and tables. */
  readonly databaseUrl: string;
  /** Connections that are open at once, at most. Default: 4. */
  readonly maximumConnections?: number | undefined;
  /**
   * Whether the tables of Crosstag are created in a database that has none of them. False: such a database is refused, so
   * that a wrong name leaves nothing behind in the database of another program. Default: true.
   */
  readonly createTables?: boolean | undefined;
}

/** A value of a row, or of a parameter of a statement. */
type SqlValue = string | number | boolean | null | readonly string[] | readonly number[];

/** What gives the rows of a statement: the database, or one of its transactions. */
export type RowSource = Pick<Database, "rows">;

/** Reads rows within a transaction. Its errors are explained by `transact`. */
export function rowsOf(client: PoolClient): RowSource {
  return {
    rows: async <Row extends object>(statement: string, values: readonly SqlValue[] = []) =>
      (await client.query<Row>(statement, [...values])).rows,
  };
}

/** A connection pool whose errors are explained, and whose tables exist. */
export interface Database {
  /** The rows that a statement gives. @throws CrosstagError for every error of the database */
  rows<Row extends object>(statement: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Does work in one transaction. @throws CrosstagError for every error of the database, and what `work` throws */
  transact<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** A statement that takes longer than this has failed, milliseconds. */
const STATEMENT_MS = 30_000;
/** `server_version_num` of the first version that has all that is used. */
const OLDEST_SERVER = 130_000;

/**
 * Opens the database, checks its version, and creates the tables that are missing.
 * @throws CrosstagError `configuration` for a URL that is not one of Postgres, a server that is too old, a database that
 *   does not exist or has no tables and may not get them, or tables of a newer version of Crosstag; `unauthenticated`, `access-denied`, `unavailable`
 */
export async function openDatabase(
  { databaseUrl, maximumConnections = 4, createTables: mayCreate = true }: DatabaseOptions,
  tables: readonly TableGroup[],
): Promise<Database> {
  checkDatabaseUrl(databaseUrl);
  const pool = openPool({ connectionString: databaseUrl, max: maximumConnections, query_timeout: STATEMENT_MS });
  const database: Database = {
    rows: async <Row extends object>(statement: string, values: readonly SqlValue[] = []) => {
      try {
        return (await pool.query<Row>(statement, [...values])).rows;
      } catch (error) {
        throw databaseProblem(error);
      }
    },
    transact: async (work) => {
      try {
        return await transact(pool, work);
      } catch (error) {
        throw databaseProblem(error);
      }
    },
    close: () => pool.end(),
  };
  try {
    await checkServer(database);
    if (!mayCreate) await requireTables(database, databaseUrl);
    await createTables(database, tables);
    return database;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** @throws CrosstagError `configuration` for anything but the URL of a database of Postgres */
function checkDatabaseUrl(databaseUrl: string): void {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  const isPostgres = url?.protocol === "postgres:" || url?.protocol === "postgresql:";
  if (isPostgres && url.pathname.length > 1) return;
  throw new CrosstagError({
    code: "configuration",
    // The URL is not repeated: it can contain a password.
    message: isPostgres
      ? "The URL of the database does not name a database."
      : "The URL of the database is not a URL of Postgres.",
    hint: "Write postgres://USER@HOST:5432/NAME",
  });
}

async function checkServer(database: Database): Promise<void> {
  const [row] = await database.rows<{ readonly number: number; readonly name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  );
  if (row === undefined || row.number >= OLDEST_SERVER) return;
  throw new CrosstagError({
    code: "configuration",
    message: `The database is Postgres ${row.name}, and Crosstag requires version ${OLDEST_SERVER / 10_000} or later.`,
    hint: "Use a newer server.",
  });
}

/** @throws CrosstagError `configuration` if Crosstag has never used the database for more than reading */
async function requireTables(database: Database, databaseUrl: string): Promise<void> {
  const [row] = await database.rows<{ readonly exists: boolean }>(
    `select to_regclass('${FORMS_TABLE}') is not null as exists`,
  );
  if (row?.exists === true) return;
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
  throw new CrosstagError({
    code: "configuration",
    message: `The database ${JSON.stringify(name)} has no tables of Crosstag. Nothing was created.`,
    hint: "Check the name at the end of the URL. The tables are created by the first worker, or with the first plan: crosstag worker --database-url URL, or crosstag apply PLAN --on URL",
  });
}
