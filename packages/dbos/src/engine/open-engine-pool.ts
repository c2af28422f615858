import type { Pool } from "pg";
import { openPool } from "../database/open-pool.ts";
import { IDLE_MS } from "../database/transact.ts";

/** A connection that is not made in so many milliseconds has failed; so has a wait for one. The engine tries again. */
const CONNECT_MS = 10_000;

/**
 * Opens the connections of an engine, which closes none of them. One that the engine opens itself ends the process if it is
 * lost at the wrong moment: see `openPool`.
 */
export function openEnginePool(databaseUrl: string, maximumConnections: number): Pool {
  return openPool({
    connectionString: databaseUrl,
    max: maximumConnections,
    connectionTimeoutMillis: CONNECT_MS,
    // Before the first statement. What the engine has locked, others wait for.
    onConnect: (client) => client.query(`set idle_in_transaction_session_timeout = ${IDLE_MS}`),
  });
}
