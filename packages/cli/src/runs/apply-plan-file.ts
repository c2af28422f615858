import type { OpenedCrosstag } from "@crosstag/clouds";
import { runPlan, type PlanFile } from "@crosstag/core/node";
import type { ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { applyOn } from "../shared-runs/apply-on.ts";
import { executeRun } from "./execute-run.ts";
import type { RunOptions, RunSettings } from "./run-options.ts";
import { runsFolder } from "./runs-folder.ts";

/** Applies a plan: here, or by the workers of the database that `--on` names. */
export async function applyPlanFile(
  invocation: Invocation<RunOptions>,
  crosstag: OpenedCrosstag,
  plan: PlanFile,
  settings: RunSettings,
): Promise<ExitCode> {
  const { context, options } = invocation;
  if (options.on !== undefined) return applyOn(invocation, plan, options.on, settings);
  const root = runsFolder(options.journal, context);
  return executeRun(invocation, crosstag, (given) => runPlan(crosstag, plan, { ...given, root }), settings);
}
