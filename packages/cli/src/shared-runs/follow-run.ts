import { systemClock } from "@crosstag/core";
import { shownUrl } from "@crosstag/core/internal";
import { loadRunState, type RunState } from "@crosstag/core/node";
import type { SharedRuns, SharedRunStatus } from "@crosstag/dbos";
import { resolveProfiles } from "../configuration/resolve-profiles.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import type { Messages } from "../output/messages.ts";
import { createRunProgress } from "../output/run-progress.ts";
import { describeReadAgain, describeResume } from "../output/write-run.ts";
import { writeRunState } from "../output/write-run-state.ts";
import type { RunOptions } from "../runs/run-options.ts";
import { writeReports, type Report } from "../runs/write-reports.ts";
import { runsFolder } from "../runs/runs-folder.ts";
import { progressOf } from "./progress-of.ts";
import { statusReader } from "./status-reader.ts";
import { waitingTeller } from "./waiting-teller.ts";

/** Options of commands that follow a run. */
export type FollowOptions = Pick<RunOptions, "journal"> & Partial<Pick<RunOptions, "progress">>;

/** The run to follow. */
interface FollowedRun {
  readonly run: string;
  readonly databaseUrl: string;
  /** Reports to write when it has ended. Default: none. */
  readonly reports?: readonly Report[];
}

/** How often a run is asked for, milliseconds. */
const ASK_MS = 1_000;

/**
 * Shows how a run of workers proceeds, keeps it among the runs of this machine when it has ended, and writes its result.
 * An interruption ends that, and not the run.
 */
export async function followRun(
  invocation: Invocation<FollowOptions>,
  runs: SharedRuns,
  { run, databaseUrl, reports = [] }: FollowedRun,
): Promise<ExitCode> {
  const { context, globals, options, output, messages } = invocation;
  const { progress: format = "auto" } = options;
  const progress = createRunProgress({
    context,
    globals,
    now: () => performance.now(),
    format: format === "auto" ? undefined : format,
  });
  const tellWaiting = waitingTeller(messages);
  const read = statusReader(runs, messages);
  try {
    for (;;) {
      const status = await read(run);
      if (status !== undefined) {
        for (const scope of status.scopes) progress.onEvent(progressOf(scope));
        if (status.state === "ended") break;
        tellWaiting(status);
      }
      await systemClock.sleep(ASK_MS, context.signal).catch(() => {});
      if (context.signal.aborted) {
        progress.end();
        tellLeft(messages, `${run} --on ${shownUrl(databaseUrl)}`, status);
        return EXIT_CODE.interrupted;
      }
    }
  } finally {
    progress.end();
  }
  const saved = await runs.save(run, runsFolder(options.journal, context), { signal: context.signal });
  const state = await loadRunState(saved.journalPath);
  const named = `${run} --on ${shownUrl(databaseUrl)}`;
  await writeRunState(state, { ...saved, named }, { output, messages });
  tellNext(state, named, messages);
  if (reports.length > 0) await writeReportsOf(state, { invocation, run, reports });
  return exitCodeOfState(state);
}

/** Says what to type next. @param rest the end of the commands */
function tellNext({ ends, intents, notShown, notRead }: RunState, rest: string, messages: Messages): void {
  const ended = ends?.ended ?? "complete";
  if (ended === "not-configured" && ends?.stopped?.every(({ code }) => code === "configuration"))
    messages.error([
      "A part of the plan was left out because a worker has no cloud configured for it.",
      `  A worker says at its start which configuration and which clouds it has. When all have it: crosstag resume ${rest}`,
    ]);
  else if (ended !== "complete") messages.info(describeResume(ended, rest));
  else if (notShown.size + notRead.size > 0) messages.info(describeReadAgain(rest));
  if (intents.size > 0) messages.info(`To undo it: crosstag undo ${rest}`);
}

async function writeReportsOf(
  { startedAt, ends, outcomes }: RunState,
  {
    invocation,
    run,
    reports,
  }: { readonly invocation: Invocation; readonly run: string; readonly reports: readonly Report[] },
): Promise<void> {
  if (ends === undefined) return;
  const { now } = invocation.context;
  const seconds = Math.max(0, (now().getTime() - Date.parse(startedAt)) / 1_000);
  const profiles = await resolveProfiles(undefined, invocation);
  const clouds = profiles.map(({ profile }) => profile);
  await writeReports(reports, outcomes.values(), { run, result: { counts: ends.counts, seconds }, now, clouds });
}

/**
 * Says what happens to a run that is no longer followed.
 * @param rest the end of the commands to type
 * @param status undefined while the database is away
 */
function tellLeft(messages: Messages, rest: string, status: SharedRunStatus | undefined): void {
  const stopping = status?.stopping ?? false;
  const next = !stopping ? "continues" : status?.workers === 0 ? "stops when a worker is running" : "stops";
  messages.info(`The run ${next}. To follow it: crosstag runs follow ${rest}`);
  if (!stopping) messages.info(`To stop it: crosstag runs cancel ${rest}`);
}

function exitCodeOfState({ ends, outcomes, notShown, notRead }: RunState): ExitCode {
  if (ends?.ended === "interrupted") return EXIT_CODE.interrupted;
  const isGood = [...outcomes.values()].every(
    ({ status, reason }) =>
      status !== "failed" && status !== "unknown" && reason !== "changed-since-plan" && reason !== "over-limit",
  );
  return isGood && (ends?.ended === "complete" || ends?.ended === "limit") && notShown.size + notRead.size === 0
    ? EXIT_CODE.done
    : EXIT_CODE.someFailed;
}
