import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database } from "../src/database/open-database.ts";
import { startPostgres, type TestDatabase } from "./start-postgres.ts";

/** The server of the tests of a `describe`, and its database with tables. Both are there once the tests run. */
export interface UsedDatabase {
  readonly server: TestDatabase;
  readonly database: Database;
}

/** Starts the server before the tests, and stops it after them. */
export function useDatabase(tables: Parameters<typeof openDatabase>[1]): UsedDatabase {
  let server: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openDatabase({ databaseUrl: server.url }, tables);
  });
  afterAll(async () => {
    await database.close();
    await server.close();
  });
  return {
    get server() {
      return server;
    },
    get database() {
      return database;
    },
  };
}
