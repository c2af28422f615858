import type { CheckRow, Schedules, WaitingCheck } from "@crosstag/dbos";
import { isDay } from "@crosstag/compliance";
import { shownUrl } from "@crosstag/core/internal";
import { requireDatabaseUrl } from "../../command-options/database-url.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { describeCount } from "../../output/describe-count.ts";
import { refuseDryRun } from "../../refuse-dry-run.ts";
import { loadDbos } from "../../shared-runs/load-dbos.ts";
import { UsageError } from "../../usage-error.ts";
import { readDefinition } from "./read-definition.ts";
import type { ScheduleOptions } from "./schedule-options.ts";
import {
  warnOfNoWorker,
  warnOfWaiting,
  writeCheck,
  writeResults,
  writeSchedules,
  writeTrend,
} from "./write-schedules.ts";

const CHANGING = new Set(["add", "remove", "run", "cancel"]);

export async function run(invocation: Invocation<ScheduleOptions>): Promise<ExitCode> {
  const { globals, operands, options } = invocation;
  const [action = "list", name, work] = operands;
  if (CHANGING.has(action)) refuseDryRun(globals, `schedule ${action}`);
  if (action !== "add" && work !== undefined)
    throw new UsageError(`\`crosstag schedule ${action}\` takes one name.`, "Remove the rest.");
  // Everything that was typed is checked before the database is opened.
  const definition = action === "add" ? await readDefinition(invocation) : undefined;
  const since = sinceOf(options);
  const target = action === "list" ? refuseName(name) : requireName(action, name);
  const databaseUrl = requireDatabaseUrl(invocation, "schedule");
  const { openSchedules } = await loadDbos();
  const schedules = await openSchedules({ databaseUrl, createTables: action === "add" });
  try {
    if (definition !== undefined) {
      await schedules.add(definition, { replace: options.replace ?? false });
      invocation.messages.info(`Added. To see its results: ${resultsCommand(definition.name, options)}`);
      return EXIT_CODE.done;
    }
    if (target === undefined) {
      await writeSchedules(await schedules.list(), invocation);
      return EXIT_CODE.done;
    }
    return await actOn(schedules, invocation, action, target, since);
  } finally {
    await schedules.close();
  }
}

function resultsCommand(name: string, { databaseUrl }: ScheduleOptions): string {
  const results = `crosstag schedule results ${name}`;
  // Without the option, the variable names the database there, too.
  return databaseUrl === undefined ? results : `${results} --database-url ${shownUrl(databaseUrl)}`;
}

function refuseName(name: string | undefined): undefined {
  if (name !== undefined)
    throw new UsageError(
      "`crosstag schedule list` lists all schedules.",
      `To see one of them: crosstag schedule results ${name}`,
    );
}

async function actOn(
  schedules: Schedules,
  invocation: Invocation<ScheduleOptions>,
  action: string,
  name: string,
  since: Date | undefined,
): Promise<ExitCode> {
  const { context, options, messages } = invocation;
  const limit = options.limit === undefined ? {} : { limit: options.limit };
  switch (action) {
    case "remove":
      await schedules.remove(name, { results: options.withResults ?? false });
      messages.info(`Removed.${options.withResults ? "" : " Its results are kept."}`);
      return EXIT_CODE.done;
    case "run": {
      messages.info("Waiting for a worker.");
      const onWaiting = (waiting: WaitingCheck) => warnOfNoWorker(waiting, resultsCommand(name, options), messages);
      const check = await schedules.run(name, { signal: context.signal, onWaiting });
      if (check === undefined)
        throw new UsageError("The check was canceled before a worker began it, or the schedule was removed.");
      await writeCheck(check, resultsCommand(name, options), invocation);
      return exitCodeOf(check);
    }
    case "cancel": {
      const { checks, runs } = await schedules.cancel(name);
      messages.info(
        checks === 0 ? "No check was under way: nothing was canceled." : `Canceled ${describeCount(checks, "check")}.`,
      );
      const on = shownUrl(requireDatabaseUrl(invocation, "schedule"));
      for (const id of runs)
        messages.info(`Fixes continue as the run ${id}. To stop it: crosstag runs cancel ${id} --on ${on}`);
      return EXIT_CODE.done;
    }
    case "trend": {
      const checks = await schedules.checks(name, { ...limit, ...(since !== undefined && { since }) });
      await writeTrend(checks, invocation);
      warnOfWaiting(checks[0], name, messages);
      return EXIT_CODE.done;
    }
    default: {
      const [last] = await schedules.checks(name, { limit: 1 });
      await writeResults(last, await schedules.openViolations(name, options.limit), invocation);
      warnOfWaiting(last, name, messages);
      return EXIT_CODE.done;
    }
  }
}

function requireName(action: string, name: string | undefined): string {
  if (name === undefined)
    throw new UsageError(
      `\`crosstag schedule ${action}\` requires the name of a schedule.`,
      "To list them: crosstag schedule list",
    );
  return name;
}

function sinceOf({ since }: ScheduleOptions): Date | undefined {
  if (since === undefined) return undefined;
  if (!isDay(since))
    throw new UsageError(`--since ${JSON.stringify(since)} is not a day.`, "Write --since 2026-11-01.");
  return new Date(`${since}T00:00:00Z`);
}

/** As for `check`: an incomplete check comes before violations. */
function exitCodeOf({ state, openViolations = 0 }: CheckRow): ExitCode {
  if (state === "incomplete") return EXIT_CODE.someFailed;
  if (state !== "complete") return EXIT_CODE.error;
  return openViolations > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}
