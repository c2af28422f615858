import type { PlanFile } from "@crosstag/core/node";
import type { ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "../output/describe-count.ts";
import type { RunOptions, RunSettings } from "../runs/run-options.ts";
import { followRun } from "./follow-run.ts";
import { warnOfPassword } from "./warn-of-password.ts";
import { withRuns } from "./with-runs.ts";

/** Submits a plan to the workers of a database, and follows its run. */
export async function applyOn(
  invocation: Invocation<RunOptions>,
  plan: PlanFile,
  databaseUrl: string,
  { limits: { verify, maximumFailures } }: RunSettings,
): Promise<ExitCode> {
  const { options, messages } = invocation;
  warnOfPassword("--on", databaseUrl, messages);
  return withRuns(databaseUrl, async (runs) => {
    const run = await runs.submit(plan, { verify, maximumFailures, allowConcurrent: options.allowConcurrent });
    messages.info(`Run ${run}: ${describeCount(plan.header.summary.changes, "resource")} to be changed by workers.`);
    return followRun(invocation, runs, { run, databaseUrl });
  });
}
