import { dirname } from "node:path";
import type { Plan, RunJournal, RunResult } from "@crosstag/core";
import { holdPlan, openRunJournal, type RunFolder, type RunJournalFile, type RunState } from "@crosstag/core/node";
import type { OpenedCrosstag } from "@crosstag/clouds";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { createRunProgress } from "../output/run-progress.ts";
import type { ReportedOutcome } from "../output/write-junit.ts";
import { writeRun } from "../output/write-run.ts";
import type { RunOptions, RunSettings } from "./run-options.ts";
import { checkReports, writeReports } from "./write-reports.ts";

/**
 * Applies a plan under a run's journal, shows how it goes and what came of it. The journal is closed afterwards.
 * @param resumed the journal of a run that is gone on with, and what it comes to; undefined if it is empty
 */
export async function executeRun(
  invocation: Invocation<RunOptions>,
  crosstag: OpenedCrosstag,
  plan: Plan,
  { id, folder, journalPath }: RunFolder,
  settings: RunSettings,
  resumed?: { readonly journal: RunJournalFile; readonly state: RunState | undefined },
): Promise<ExitCode> {
  const { context, globals, options, output, messages } = invocation;
  const { reports, limits } = settings;
  await checkReports(reports);
  const journal = resumed?.journal ?? (await openRunJournal(journalPath, { now: context.now }));
  const resume = resumed?.state;
  const held = await holdPlan(dirname(folder), plan.header.digest, {
    run: id,
    hint: "Wait for it to end. To apply the plan twice at once, add --allow-concurrent.",
    ...(options.allowConcurrent !== undefined && { allowConcurrent: options.allowConcurrent }),
  }).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
  const progress = createRunProgress({
    context,
    globals,
    now: () => performance.now(),
    format: options.progress === "auto" ? undefined : options.progress,
  });
  // What an earlier part of the run has done belongs in a report as well.
  const reported = new Map<string, ReportedOutcome>(reports.length > 0 ? resume?.outcomes : []);
  let result: RunResult;
  try {
    result = await crosstag.applyPlan(
      {
        plan,
        // A folder that was renamed does not make another run of it.
        run: resume?.start.run ?? id,
        journal: announcing(journal, () => messages.info(resume === undefined ? `Run ${id}.` : `Run ${id} continues.`)),
        ...(resume !== undefined && { resume }),
        ...limits,
        onOutcome: (outcome) => {
          if (reports.length > 0) reported.set(outcome.resource, outcome);
          if (output.format === "jsonl") void output.line(outcome);
        },
      },
      { signal: context.signal, onEvent: (event) => progress.onEvent(event) },
    );
  } finally {
    progress.end();
    await journal.close();
    await held.release();
  }
  await writeRun(
    result,
    {
      run: id,
      journalHash: journal.head,
      ...(options.journal !== undefined && { journal: options.journal }),
      ...(reports[0] !== undefined && { reportFile: reports[0].path }),
    },
    { output, messages },
  );
  await writeReports(reports, reported.values(), {
    run: id,
    result,
    now: context.now,
    clouds: [...crosstag.drivers.values()],
  });
  return exitCodeOfRun(result);
}

/** A run has begun when its first record is written: one that is refused before leaves no trace, and no id. */
function announcing(journal: RunJournalFile, announce: () => void): RunJournal {
  let hasBegun = false;
  return {
    get start() {
      return journal.start;
    },
    append: (record) => {
      if (!hasBegun) announce();
      hasBegun = true;
      return journal.append(record);
    },
  };
}

function exitCodeOfRun({ ended, counts, skipped, notShown, notRead }: RunResult): ExitCode {
  if (ended === "interrupted") return EXIT_CODE.interrupted;
  if (ended === "journal-failed") return EXIT_CODE.error;
  const good =
    (ended === "complete" || ended === "limit") &&
    counts.failed + counts.unknown === 0 &&
    notShown === undefined &&
    notRead === undefined &&
    (skipped["changed-since-plan"] ?? 0) + (skipped["over-limit"] ?? 0) === 0;
  return good ? EXIT_CODE.done : EXIT_CODE.someFailed;
}
