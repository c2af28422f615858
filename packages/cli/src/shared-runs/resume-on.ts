import { CrosstagError } from "@crosstag/core";
import { refuseUndone } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import type { RunOptions, RunSettings } from "../runs/run-options.ts";
import { runsFolder } from "../runs/runs-folder.ts";
import { checkReports } from "../runs/write-reports.ts";
import { UsageError } from "../usage-error.ts";
import { followRun } from "./follow-run.ts";
import { checkTypedDatabase } from "./check-typed-database.ts";
import { withRuns } from "./with-runs.ts";

/** Lets the workers of a database continue a run that has ended early, and follows it. */
export async function resumeOn(
  invocation: Invocation<RunOptions>,
  named: string,
  databaseUrl: string,
  { reports }: RunSettings,
): Promise<ExitCode> {
  const { context, globals, messages, options } = invocation;
  refuseNewSettings(options);
  checkTypedDatabase("--on", databaseUrl, messages);
  await checkReports(reports);
  return withRuns(databaseUrl, async (runs) => {
    const { id, state, stopping } = await runs.status(named);
    if (state !== "ended" && stopping)
      throw new CrosstagError({
        code: "invalid-state",
        message: `The run ${id} is being stopped: calls that are under way end first. Nothing was submitted.`,
        hint: "Try again when it has ended.",
      });
    // The database does not know of an undo that was made here.
    if (state === "ended") await refuseUndone(runsFolder(options.journal, context), id);
    const continues = `Run ${id} has not ended: workers continue it.`;
    if (state !== "ended") messages.info(continues);
    else if (globals.dryRun) {
      messages.info(`Dry run: the rest of run ${id} would be submitted. Nothing was submitted.`);
      return EXIT_CODE.done;
    } else if (await runs.resume(id)) messages.info(`Run ${id} continues.`);
    // Another command can have resumed it meanwhile.
    else if ((await runs.status(id)).state !== "ended") messages.info(continues);
    else {
      messages.info(`Nothing to resume: the run ${id} is complete.`);
      return EXIT_CODE.done;
    }
    return followRun(invocation, runs, { run: id, databaseUrl, reports });
  });
}

/** Workers keep to the settings that were submitted with the plan: others must not be ignored. */
function refuseNewSettings({ limit, maxFailures, maxChanges, maxAccounts, verify }: RunOptions): void {
  if (limit !== undefined)
    throw new UsageError(
      "--limit cannot be used with `crosstag resume --on`: workers apply all of the rest.",
      "Omit --limit.",
    );
  const given = Object.entries({ "max-failures": maxFailures, "max-changes": maxChanges, "max-accounts": maxAccounts });
  const [flag] = given.find(([, value]) => value !== undefined) ?? (verify ? [] : ["no-verify"]);
  if (flag === undefined) return;
  throw new UsageError(
    `--${flag} cannot be used with \`crosstag resume --on\`: the run keeps the settings that were submitted with its plan.`,
    `Omit --${flag}.`,
  );
}
