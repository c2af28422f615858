import { CrosstagError } from "@crosstag/core";
import { loadRunState, openPlanFile, openRun, openRunJournal } from "@crosstag/core/node";
import type { RunFolder, RunJournalFile, RunState } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { executeRun } from "../runs/execute-run.ts";
import { parseRunOptions, type RunOptions, type RunSettings } from "../runs/run-options.ts";
import { runsFolder } from "../runs/runs-folder.ts";

export async function run(invocation: Invocation<RunOptions>): Promise<ExitCode> {
  const { context, operands, options } = invocation;
  const settings = parseRunOptions(options, context);
  const folder = await openRun(runsFolder(options.journal, context), operands[0] ?? "");
  // Opened first, so that nothing is added to it after it has been read.
  const journal = await openRunJournal(folder.journalPath, { now: context.now });
  try {
    return await resume(invocation, folder, journal, settings);
  } finally {
    await journal.close();
  }
}

async function resume(
  invocation: Invocation<RunOptions>,
  folder: RunFolder,
  journal: RunJournalFile,
  settings: RunSettings,
): Promise<ExitCode> {
  const { globals, messages } = invocation;
  const plan = await openPlanFile(folder.planPath);
  // A run that was killed before its first record was on disk has sent nothing, and begins now.
  const state = journal.start === undefined ? undefined : await loadRunState(folder.journalPath);
  if (state !== undefined && state.start.plan !== plan.header.digest) {
    throw new CrosstagError({
      code: "configuration",
      message: `The journal of run ${folder.id} belongs to another plan than the one in its folder.`,
      hint: `Look at ${folder.folder}; make a new plan rather than go on with this run.`,
    });
  }
  const changes = state?.start.changes ?? plan.header.summary.changes;
  const done = countDone(state);
  const open = changes - done;
  if (open === 0) {
    messages.info(`Nothing to resume: the run ${folder.id} is complete.`);
    return EXIT_CODE.done;
  }
  messages.info(`${done} of ${changes} resources are done already.`);
  if (globals.dryRun) {
    messages.info(`A dry run: ${open} would be read and, where needed, written. Nothing was sent.`);
    return EXIT_CODE.done;
  }
  return withCrosstag(invocation, undefined, (crosstag) =>
    executeRun(invocation, crosstag, plan, folder, settings, { journal, state }),
  );
}

function countDone(state: RunState | undefined): number {
  const outcomes = [...(state?.outcomes.values() ?? [])];
  return outcomes.filter(({ status }) => status === "changed" || status === "unchanged").length;
}
