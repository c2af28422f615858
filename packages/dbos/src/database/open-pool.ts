import { Pool, type PoolConfig } from "pg";

/** A connection that is not made in so many milliseconds has failed; so has a wait for one. */
const CONNECT_MS = 5_000;

/**
 * Opens a pool whose connections can be lost at any moment. The statement under way fails then, or the next one, and the
 * statement after that gets another connection.
 */
export function openPool(options: PoolConfig): Pool {
  const pool = new Pool({ connectionTimeoutMillis: CONNECT_MS, application_name: "crosstag", ...options });
  // Idle ones report their loss to the pool. Without a listener the report ends the process.
  pool.on("error", () => {});
  // So does the report of one that was handed over and whose new owner has not been called yet: the last answer and the end of
  // the connection arrive together at a process that is too busy to read.
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}
