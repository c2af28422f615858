import { runPlan } from "@crosstag/core/node";
import { isIncomplete, withDesiredPlan } from "../../desired/with-desired-plan.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { confirmChanges } from "../../input/confirm-changes.ts";
import type { Invocation } from "../../invocation.ts";
import { describeCount } from "../../output/describe-count.ts";
import { writePlan } from "../../output/write-plan.ts";
import { executeRun } from "../../runs/execute-run.ts";
import type { RunSettings } from "../../runs/run-options.ts";
import { runsFolder } from "../../runs/runs-folder.ts";
import { describeDryRun } from "./describe-dry-run.ts";
import type { ApplyOptions } from "./run.ts";

/** Plans what the file with the desired tags asks for, shows it, asks, and applies it. */
export async function planAndApply(invocation: Invocation<ApplyOptions>, settings: RunSettings): Promise<ExitCode> {
  const { context, globals, options, output, messages } = invocation;
  return withDesiredPlan(invocation, undefined, async ({ plan, crosstag, unlisted }) => {
    // As JSON, the outcomes are the data: the plan is not mixed with them.
    if (globals.dryRun || output.format === "table") await writePlan(plan, { output, messages, options });
    unlisted.tell(crosstag, messages);
    const { changes } = plan.header.summary;
    const exitCodeOfPlan = isIncomplete(plan) ? EXIT_CODE.someFailed : EXIT_CODE.done;
    if (globals.dryRun) messages.info(describeDryRun(plan, settings));
    else if (changes === 0 && output.format !== "table") messages.info("Nothing to change; nothing was sent.");
    if (globals.dryRun || changes === 0) return exitCodeOfPlan;
    if (!options.yes)
      await confirmChanges(invocation, {
        question: `Change the tags of ${describeCount(changes, "resource")} as shown?`,
        declined: "The changes were not confirmed.",
        hint: "Add --yes, or review the plan first: crosstag plan --out plan.json; then: crosstag apply plan.json",
        operation: "applyPlan",
      });
    const root = runsFolder(options.journal, context);
    const exitCode = await executeRun(
      invocation,
      crosstag,
      (given) => runPlan(crosstag, plan, { ...given, root }),
      settings,
    );
    return exitCode === EXIT_CODE.done ? exitCodeOfPlan : exitCode;
  });
}
