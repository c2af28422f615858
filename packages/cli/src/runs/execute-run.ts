import type { OpenedCrosstag } from "@crosstag/clouds";
import type { RunResult } from "@crosstag/core";
import type { FinishedRun, RunOptions as LibraryRunOptions, RunState } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { describeCanaries, type CanariesEvent } from "../output/describe-canaries.ts";
import { createRunProgress } from "../output/run-progress.ts";
import type { ReportedOutcome } from "../output/write-junit.ts";
import { writeRun } from "../output/write-run.ts";
import type { RunOptions, RunSettings } from "./run-options.ts";
import { checkReports, writeReports } from "./write-reports.ts";

/**
 * Runs a plan, or the rest of one, shows its progress, and writes its result and reports.
 * @param crosstag the clouds that it runs on
 * @param start runs it, with the options of the command line
 * @param earlier the state of a run that continues
 */
export async function executeRun(
  invocation: Invocation<RunOptions>,
  { drivers }: OpenedCrosstag,
  start: (options: LibraryRunOptions) => Promise<FinishedRun>,
  { reports, limits }: RunSettings,
  earlier?: RunState,
): Promise<ExitCode> {
  const { context, globals, options, output, messages } = invocation;
  await checkReports(reports);
  const progress = createRunProgress({
    context,
    globals,
    now: () => performance.now(),
    format: options.progress === "auto" ? undefined : options.progress,
  });
  // What an earlier part of the run has done belongs in a report as well.
  const reported = new Map<string, ReportedOutcome>(reports.length > 0 ? earlier?.outcomes : []);
  let canaries: CanariesEvent | undefined;
  let finished: FinishedRun;
  try {
    finished = await start({
      ...limits,
      allowConcurrent: options.allowConcurrent,
      now: context.now,
      signal: context.signal,
      onBegin: ({ id }) => messages.info(earlier === undefined ? `Run ${id}.` : `Run ${id} continues.`),
      onEvent: (event) => {
        progress.onEvent(event);
        if (event.type === "canaries-settled") canaries = event;
      },
      onOutcome: (outcome) => {
        if (reports.length > 0) reported.set(outcome.resource, outcome);
        if (output.format === "jsonl") void output.line(outcome);
      },
    });
  } finally {
    progress.end();
    // Not at once: the progress may be drawn at the same place.
    if (canaries !== undefined) messages.info(describeCanaries(canaries));
  }
  const { id, plan, result, journalHash } = finished;
  await writeRun(
    result,
    {
      run: id,
      plan,
      journalHash,
      ...(options.journal !== undefined && { journal: options.journal }),
      ...(reports[0] !== undefined && { reportFile: reports[0].path }),
    },
    { output, messages },
  );
  await writeReports(reports, reported.values(), {
    run: id,
    result,
    now: context.now,
    clouds: [...drivers.values()],
  });
  return exitCodeOfRun(result);
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
