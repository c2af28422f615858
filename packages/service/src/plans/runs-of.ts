import { listRuns } from "@crosstag/core/node";

/** Ids of the runs that applied a plan, the newest first. */
export async function runsOf(root: string, digest: string): Promise<readonly string[]> {
  return (await runsByPlan(root)).get(digest) ?? [];
}

/** The same of every plan. */
export async function runsByPlan(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const byPlan = new Map<string, string[]>();
  for (const { id, plan } of await listRuns(root)) {
    if (plan === undefined) continue;
    const ofPlan = byPlan.get(plan) ?? [];
    byPlan.set(plan, ofPlan);
    ofPlan.push(id);
  }
  return byPlan;
}
