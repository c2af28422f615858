import { CrosstagError } from "@crosstag/core";
import { listRuns } from "@crosstag/core/node";

/** One run at a time applies a plan. @throws CrosstagError `conflict` that names the run that does */
export async function refuseRunning(root: string, digest: string): Promise<void> {
  const other = (await listRuns(root)).find(({ active, plan }) => active && plan === digest);
  if (other === undefined) return;
  throw new CrosstagError({
    code: "conflict",
    operation: "startRun",
    message: `The run ${other.id} is applying this plan. Nothing was sent.`,
    hint: `Wait for it to end: GET /v1/runs/${other.id}/events`,
  });
}
