import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { listRun, openRun } from "@crosstag/core/node";
import type { RunIndex } from "./run-index.ts";

/** Where runs are found. */
export interface KnownRuns {
  readonly runs: { readonly root: string };
  readonly runIndex: Pick<RunIndex, "of">;
}

/**
 * One run at a time applies a plan, and none one that is deleted.
 * @throws CrosstagError `conflict` that names the run that does
 */
export async function refuseRunning(
  { runs: { root }, runIndex }: KnownRuns,
  digest: string,
  operation: "startRun" | "resumeRun" | "deletePlan",
): Promise<void> {
  for (const id of await runIndex.of(digest)) {
    const { active } = await listRun(await openRun(root, join(root, id)));
    if (active)
      throw new CrosstagError({
        code: "conflict",
        operation,
        message: `The run ${id} is applying this plan. Nothing was changed.`,
        hint: `Wait for it to end: GET /v1/runs/${id}/events`,
      });
  }
}
