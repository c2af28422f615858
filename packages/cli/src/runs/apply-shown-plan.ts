import type { ExpandOption } from "../command-options/expand.ts";
import { isIncomplete, type DesiredPlan } from "../desired/with-desired-plan.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { refuseLargePlan } from "@crosstag/core/internal";
import { confirmChanges } from "../input/confirm-changes.ts";
import type { Invocation } from "../invocation.ts";
import { describeCount } from "../output/describe-count.ts";
import { writePlan } from "../output/write-plan.ts";
import { applyPlanFile } from "./apply-plan-file.ts";
import { describeDryRun, writeDryRun } from "./dry-run.ts";
import type { RunOptions, RunSettings } from "./run-options.ts";

/** Options of commands that apply the plan that they made. */
export interface ApplyShownOptions extends RunOptions, ExpandOption {
  /** Whether the plan is applied without a question. Default: no. */
  readonly yes?: boolean;
}

/**
 * Shows a plan that was just made, asks, and applies it.
 * @param hint what to type if the command cannot ask
 */
export async function applyShownPlan(
  invocation: Invocation<ApplyShownOptions>,
  { plan, crosstag, unlisted, whole }: DesiredPlan,
  settings: RunSettings,
  hint: string,
): Promise<ExitCode> {
  const { globals, options, output, messages } = invocation;
  const view = { output, messages, options };
  await refuseLargePlan(plan, settings.limits);
  if (globals.dryRun) await writeDryRun(plan, view, settings);
  // As JSON, the outcomes are the data: the plan is not mixed with them.
  else if (output.format === "table") await writePlan(plan, view);
  unlisted.tell(crosstag, messages, whole);
  const { changes } = plan.header.summary;
  const exitCodeOfPlan = isIncomplete(plan) ? EXIT_CODE.someFailed : EXIT_CODE.done;
  if (globals.dryRun) messages.info(describeDryRun(plan, settings));
  else if (changes === 0 && output.format !== "table") messages.info("Nothing to change; nothing was sent.");
  if (globals.dryRun || changes === 0) return exitCodeOfPlan;
  if (!options.yes)
    await confirmChanges(invocation, plan, {
      question: `Change the tags of ${describeCount(changes, "resource")} as shown?`,
      declined: "The changes were not confirmed.",
      hint,
      operation: "applyPlan",
    });
  const exitCode = await applyPlanFile(invocation, crosstag, plan, settings);
  return exitCode === EXIT_CODE.done ? exitCodeOfPlan : exitCode;
}
