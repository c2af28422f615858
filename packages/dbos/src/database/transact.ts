import type { Pool, PoolClient } from "pg";

/**
 * Does work in one transaction of a connection of its own.
 * @throws the error of the database, or of `work`; nothing is changed then
 */
export async function transact<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that is lost between two statements reports it as an event, which ends a process that does not listen.
  const onError = (error: Error) => void (broken = error);
  client.on("error", onError);
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, and the database rolls its transaction back.
    client.off("error", onError);
    client.release(broken);
  }
}
