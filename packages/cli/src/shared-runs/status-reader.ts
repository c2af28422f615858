import { CrosstagError } from "@crosstag/core";
import type { SharedRuns, SharedRunStatus } from "@crosstag/dbos";
import type { Messages } from "../output/messages.ts";

/**
 * Reads how far a run of workers is. While the database cannot be used, the status is undefined, which is said once: the
 * workers wait for the database, too, and continue.
 */
export function statusReader(
  runs: Pick<SharedRuns, "status">,
  messages: Pick<Messages, "warn">,
): (run: string) => Promise<SharedRunStatus | undefined> {
  let told = false;
  return async (run) => {
    try {
      const status = await runs.status(run);
      told = false;
      return status;
    } catch (error) {
      if (!CrosstagError.is(error) || error.retry !== "transient") throw error;
      if (!told)
        messages.warn(`${error.message} The command waits until it can be used again, and the workers wait, too.`);
      told = true;
      return undefined;
    }
  };
}
