import type { QuotaBudget } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import { deliverMessages } from "../results/deliver-messages.ts";
import type { WorkerLease } from "../worker/worker-lease.ts";
import type { ScheduleHandlers } from "./schedule-handlers.ts";
import type { ScheduleWork } from "./schedule-workflows.ts";
import { whileHeld } from "./while-held.ts";

/** The worker that does the work. */
export interface ScheduleWorker {
  readonly database: Database;
  readonly lease: Pick<WorkerLease, "id" | "lost" | "settled" | "signal">;
  /** Gives calls their turns while the lease is held. */
  readonly turns: QuotaBudget;
  /** Aborted when the worker ends. */
  readonly leaving: AbortSignal;
  /** What has to end before the connections are closed. */
  readonly underWay: Set<Promise<unknown>>;
}

/** Joins how work is done with the worker that does it. */
export function scheduleWork(
  { perform, receivers = {}, environment = {}, onTick = () => {}, onMessage = () => {} }: ScheduleHandlers,
  { database, lease, turns, leaving, underWay }: ScheduleWorker,
): ScheduleWork {
  return {
    database,
    worker: lease.id,
    perform: async (task, results) => {
      const performed = perform(task, results, turns).finally(() => underWay.delete(performed));
      underWay.add(performed);
      return performed;
    },
    deliver: async (schedule, signal) => {
      const sent = deliverMessages(database, schedule, { receivers, environment, signal });
      const delivered = sent.finally(() => underWay.delete(delivered));
      underWay.add(delivered);
      for (const result of await delivered) onMessage(result);
    },
    whileHeld: (work) => whileHeld({ lease, leaving }, work),
    now: () => new Date(),
    onTick,
  };
}
