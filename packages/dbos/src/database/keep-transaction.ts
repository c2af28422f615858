import { systemClock, type Clock } from "@crosstag/core";
import type { PoolClient } from "pg";
import { IDLE_MS } from "./transact.ts";

/**
 * Keeps a transaction while its process does long work without a statement: a process that is not lost makes one now and then.
 * @param client of the transaction; `work` makes no statement with it
 * @throws what `work` rejects with
 */
export async function keepTransaction<Result>(
  client: PoolClient,
  work: Promise<Result>,
  clock: Clock = systemClock,
): Promise<Result> {
  const over = new AbortController();
  const beats = beatUntil(over.signal, client, clock);
  try {
    return await work;
  } finally {
    over.abort();
    await beats;
  }
}

/** Never rejects: if the connection is lost, the next statement of the transaction says so. */
async function beatUntil(over: AbortSignal, client: PoolClient, clock: Clock): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(IDLE_MS / 4, over).catch(() => {});
    if (!over.aborted) await client.query("select 1").catch(() => {});
  }
}

/** Items that take long to make, for statements of a transaction. @throws what making them throws */
export async function* keepTransactionForEach<Item>(
  client: PoolClient,
  items: AsyncGenerator<Item, void, undefined>,
  clock?: Clock,
): AsyncGenerator<Item, void, undefined> {
  try {
    for (;;) {
      const next = await keepTransaction(client, items.next(), clock);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await items.return();
  }
}
