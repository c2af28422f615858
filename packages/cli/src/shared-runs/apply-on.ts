import { holdUndone, type PlanFile } from "@crosstag/core/node";
import type { SharedRuns } from "@crosstag/dbos";
import type { ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "../output/describe-count.ts";
import type { RunOptions, RunSettings } from "../runs/run-options.ts";
import { runsFolder } from "../runs/runs-folder.ts";
import { checkReports } from "../runs/write-reports.ts";
import { followRun } from "./follow-run.ts";
import { checkTypedDatabase } from "./check-typed-database.ts";
import { withRuns } from "./with-runs.ts";

/** Submits a plan to the workers of a database, and follows its run. */
export async function applyOn(
  invocation: Invocation<RunOptions>,
  plan: PlanFile,
  databaseUrl: string,
  { reports, limits: { verify, maximumFailures, limit } }: RunSettings,
): Promise<ExitCode> {
  const { context, options, messages } = invocation;
  checkTypedDatabase("--on", databaseUrl, messages);
  await checkReports(reports);
  // The database does not know the runs of this machine.
  const undone = await holdUndone(runsFolder(options.journal, context), plan.header);
  await undone.release();
  const submit = async (runs: SharedRuns) => {
    const { allowConcurrent } = options;
    const run = await runs.submit(plan, { verify, maximumFailures, limit, allowConcurrent });
    const count = Math.min(plan.header.summary.changes, limit ?? Number.POSITIVE_INFINITY);
    messages.info(`Run ${run}: ${describeCount(count, "resource")} to be changed by workers.`);
    return followRun(invocation, runs, { run, databaseUrl, reports });
  };
  return withRuns(databaseUrl, submit, { createTables: true });
}
