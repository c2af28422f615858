import type { RunFolder } from "@crosstag/core/node";
import type { Caller } from "../caller.ts";
import { allowReach } from "../plans/plan-reach.ts";
import type { ServiceState } from "../service-state.ts";
import { findRun } from "./find-run.ts";

/**
 * Finds a run whose plan is for the caller.
 * @throws CrosstagError `not-found`, `access-denied`, `configuration` if its plan is missing or damaged
 */
export async function allowedRun(
  { runs, runDocuments }: Pick<ServiceState, "runs" | "runDocuments">,
  id: string,
  caller: Caller,
): Promise<RunFolder> {
  const folder = await findRun(runs.root, id);
  allowReach(caller, (await runDocuments.facts(folder)).reach);
  return folder;
}
