import type { Pool, PoolClient } from "pg";

/** A process that makes no statement of its transaction for so long is lost, milliseconds. */
export const IDLE_MS = 10_000;

/**
 * Does work in one transaction of a connection of its own. If the process is suspended meanwhile, or its machine is lost, the
 * server ends the transaction: what it has locked, others wait for, and a connection without a machine at its other end
 * stays for hours.
 * @param pool of `openPool`: a connection can be lost between two statements
 * @param idleMs how long the server waits for the next statement, milliseconds
 * @throws the error of the database, or of `work`; nothing is changed then
 */
export async function transact<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
  idleMs = IDLE_MS,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // In one message, and for this transaction only: a pooler gives the connection to others after it.
    await client.query(`begin; set local idle_in_transaction_session_timeout = ${idleMs}`);
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, and the database rolls its transaction back.
    client.release(broken);
  }
}
