import { systemClock } from "@crosstag/core";
import { fieldsOf } from "@crosstag/core/internal";
import type { Database } from "../database/open-database.ts";
import { readChecks, type CheckRow } from "../results/read-checks.ts";
import { requireSchedule } from "./read-definitions.ts";
import { tickOf, type ScheduleEngine } from "./schedule-engine.ts";
import { missingWorker, type WaitingCheck } from "./missing-worker.ts";
import { scheduleProblem } from "./schedule-problem.ts";

/** Options of `Schedules.run`. */
export interface RunScheduleOptions {
  /** Ends the wait for the check, and not the check. Default: nothing does. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the check was requested and the last worker that could do it has ended. Default: nothing. */
  readonly onWaiting?: ((waiting: WaitingCheck) => void) | undefined;
}

/** How soon the end of a check, or of the last worker, is found, milliseconds. */
const WAIT_MS = 500;

/**
 * Lets a worker do a schedule once, now, and waits for the end of the check.
 * @returns undefined if the check was not begun: it was canceled, or the schedule was removed
 * @throws CrosstagError `configuration` if there is no such schedule, or no worker of the version that does it; the reason of the
 *   signal
 */
export async function runSchedule(
  database: Database,
  engine: ScheduleEngine,
  name: string,
  { signal, onWaiting }: RunScheduleOptions,
): Promise<CheckRow | undefined> {
  await requireSchedule(database, name);
  const version = await engine.version();
  const waiting = await missingWorker(database, version);
  if (waiting !== undefined) throw withoutWorker(waiting);
  const since = await engine.use(async (client) => {
    const handle = await client.triggerSchedule(name);
    const over = new AbortController();
    const watched = onWaiting && watchWorkers(database, version, onWaiting, over.signal);
    try {
      await Promise.race([handle.getResult({ pollingIntervalMs: WAIT_MS }), ended(signal)]);
    } catch (error) {
      if (signal?.aborted !== true && !isCanceled(error)) throw error;
      // Reported below, because the database did not fail.
    } finally {
      over.abort();
      await watched;
    }
    return tickOf(name, handle.workflowID);
  });
  signal?.throwIfAborted();
  const checks = await readChecks(database, name, { since, limit: 100 });
  return checks.find(({ tick }) => tick.getTime() === since.getTime());
}

function withoutWorker({ version, otherVersions }: WaitingCheck): Error {
  return otherVersions.length === 0
    ? scheduleProblem("No worker is running.", "Start one: crosstag worker --database-url URL")
    : scheduleProblem(
        `No worker of the version ${version} is running, which does the checks. The workers that are running have the version ${otherVersions.join(", ")}.`,
        "Start a worker with the newest version of Crosstag that has used this database: crosstag worker --database-url URL",
      );
}

/** `schedule cancel` ends a check that no worker has begun. The code is `AwaitedWorkflowCancelled` of DBOS Transact 5.3. */
function isCanceled(error: unknown): boolean {
  return fieldsOf(error)["dbosErrorCode"] === 27;
}

/** Calls back each time when the last worker has ended. Ends when the wait for the check is over. */
async function watchWorkers(
  database: Database,
  version: string,
  onWaiting: (waiting: WaitingCheck) => void,
  over: AbortSignal,
): Promise<void> {
  for (let told = false; !over.aborted;) {
    await systemClock.sleep(WAIT_MS, over).catch(() => {});
    // While the database is away, the wait for the check says so.
    const waiting = await missingWorker(database, version).catch(() => undefined);
    if (over.aborted) return;
    if (waiting !== undefined && !told) onWaiting(waiting);
    told = waiting !== undefined;
  }
}

/** Rejects with the reason of the signal, and never resolves. */
function ended(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
