import { CrosstagError } from "@crosstag/core";
import { refuseLargePlan, shownUrl } from "@crosstag/core/internal";
import type { ExpandOption } from "../../command-options/expand.ts";
import { holdRun, openRun, undoneRun, type PlanFile, type RunFolder, type RunState } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { confirmChanges } from "../../input/confirm-changes.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import { writePlan } from "../../output/write-plan.ts";
import { applyPlanFile } from "../../runs/apply-plan-file.ts";
import { parseRunOptions, type RunOptions, type RunSettings } from "../../runs/run-options.ts";
import { hasChanged, listWrites, mayHaveChanged } from "../../runs/list-writes.ts";
import { runsFolder } from "../../runs/runs-folder.ts";
import { withPlanFile } from "../../runs/with-plan-file.ts";
import { checkTypedDatabase } from "../../shared-runs/check-typed-database.ts";
import { withRuns } from "../../shared-runs/with-runs.ts";
import { reportPlanFile } from "../../output/report-plan-file.ts";

interface UndoOptions extends RunOptions, ExpandOption {
  readonly out?: string;
  readonly yes?: boolean;
}

/** Plans the way back, shows it, asks, and runs it like any plan. */
export async function run(invocation: Invocation<UndoOptions>): Promise<ExitCode> {
  const { context, operands, options, messages } = invocation;
  const settings = parseRunOptions(options, context);
  const root = runsFolder(options.journal, context);
  const named = operands[0] ?? "";
  if (options.on !== undefined) checkTypedDatabase("--on", options.on, messages);
  // The way back is planned from its journal.
  const folder = await (options.on === undefined
    ? openRun(root, named)
    : withRuns(options.on, (runs) => runs.save(named, root, { signal: context.signal })));
  // Locked until the end, so that the run is not resumed while it is undone.
  const held = await holdRun(folder, { isFresh: options.on !== undefined });
  try {
    // Its undo is the latest run when a command is repeated.
    if (named === "latest") await checkLatest(invocation, folder);
    if (named === "latest") await warnOfLaterWrites(invocation, folder, held.state);
    return await undo(invocation, folder, held.state, settings);
  } finally {
    await held.release();
  }
}

/** @throws CrosstagError `confirmation-required` if the latest run is an undo, and no question would be asked */
async function checkLatest({ globals, options, messages }: Invocation<UndoOptions>, folder: RunFolder): Promise<void> {
  const undone = await undoneRun(folder);
  if (undone === undefined) return;
  const fact = `The latest run, ${folder.id}, is the undo of the run ${undone}.`;
  if (options.yes !== true || options.out !== undefined || globals.dryRun)
    return messages.warn(`${fact} To undo it makes the changes of ${undone} again.`);
  throw new CrosstagError({
    code: "confirmation-required",
    operation: "planUndo",
    message: `${fact} To undo it would make the changes of ${undone} again. Nothing was changed.`,
    hint: `To make them again: crosstag undo ${toType(folder.id, options)} --yes. To continue the undo of ${undone}: crosstag undo ${toType(undone, options)}`,
  });
}

/** A run in a command to type: that of workers is undone by them only, so their database belongs to its name. */
function toType(id: string, { on }: UndoOptions): string {
  return on === undefined ? id : `${id} --on ${shownUrl(on)}`;
}

/** What a command changed after the run is not what `latest` means. */
async function warnOfLaterWrites(
  { context, messages, options }: Invocation<UndoOptions>,
  { id }: RunFolder,
  { startedAt }: RunState,
): Promise<void> {
  // Another folder of runs says nothing of what is newer.
  if (options.journal !== undefined || options.on !== undefined) return;
  const later = await listWrites(context, new Date(startedAt)).catch((error: unknown) => {
    if (!CrosstagError.is(error)) throw error;
    messages.warn(error.message);
    return [];
  });
  const newest = later.find(mayHaveChanged);
  if (newest?.at === undefined) return;
  messages.warn([
    `Tags ${hasChanged(newest) ? "were" : "may have been"} written later than the run ${id}, at ${newest.at}, without a run: they are not undone.`,
    "  To list what was written so: crosstag runs writes",
  ]);
}

async function undo(
  invocation: Invocation<UndoOptions>,
  folder: RunFolder,
  state: RunState,
  settings: RunSettings,
): Promise<ExitCode> {
  const { context, globals, options, output, messages } = invocation;
  // A program that asks for the plan gets one without changes.
  const wantsPlan = options.out !== undefined || (globals.dryRun && output.format !== "table");
  if (state.intents.size === 0 && !wantsPlan) {
    messages.info(
      `Run ${folder.id} has changed nothing: there is nothing to undo. To list the runs: crosstag runs${options.on === undefined ? "" : ` --on ${shownUrl(options.on)}`}`,
    );
    return EXIT_CODE.done;
  }
  return withCrosstag(invocation, undefined, async (crosstag) => {
    const { intents, begun } = state;
    const draft = crosstag.planUndo({ run: folder.id, changes: intents.values(), begun }, { signal: context.signal });
    return withPlanFile(draft, options.out, context, async (plan) => {
      await refuseLargePlan(plan, settings.limits);
      // With `jsonl` the outcomes are the data; the plan of the way back is not mixed with them.
      if (options.out !== undefined || globals.dryRun || output.format === "table")
        await writePlan(plan, { output, messages, options });
      const { changes } = plan.header.summary;
      const leftAlone = tellLeftAlone(plan, toType(folder.id, options), messages);
      reportPlanFile(options.out, messages, "To undo");
      if (globals.dryRun) messages.info("Dry run: nothing was changed.");
      if (options.out !== undefined || globals.dryRun || changes === 0)
        return leftAlone ? EXIT_CODE.someFailed : EXIT_CODE.done;
      if (!options.yes)
        await confirmChanges(invocation, plan, {
          question: `Undo the run ${folder.id}: restore the tags of ${describeCount(changes, "resource")} as shown?`,
          declined: "The undo was not confirmed.",
          hint: "Add --yes, or write the plan to a file with --out, review it and apply it.",
          operation: "planUndo",
        });
      const exitCode = await applyPlanFile(invocation, crosstag, plan, settings);
      return exitCode === EXIT_CODE.done && leftAlone ? EXIT_CODE.someFailed : exitCode;
    });
  });
}

/**
 * Says what is not undone now, and how to do that later. Returns whether there is something.
 * @param rest the end of the command that undoes it
 */
function tellLeftAlone({ header: { summary } }: PlanFile, rest: string, messages: Invocation["messages"]): boolean {
  const { unreadable } = summary;
  const { "not-configured": unserved = 0, "changed-since": changedSince = 0 } = summary.skipped;
  if (unreadable > 0)
    messages.warn(
      `${describeCount(unreadable, "resource")} could not be read and ${unreadable === 1 ? "is" : "are"} not undone. When the cause is fixed: crosstag undo ${rest}`,
    );
  if (unserved > 0)
    messages.warn(
      `${describeCount(unserved, "resource")} ${unserved === 1 ? "is" : "are"} not undone, because no cloud is configured or selected for ${unserved === 1 ? "it" : "them"}. When there is one: crosstag undo ${rest}`,
    );
  return changedSince + unserved + unreadable > 0;
}
