import { CrosstagError } from "@crosstag/core";
import { loadRunState, openPlanFile, openRun } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { RUNNING_ENGINE } from "../runs/engine-options.ts";
import { executeRun } from "../runs/execute-run.ts";
import { parseRunOptions, type RunOptions } from "../runs/run-options.ts";
import { runsFolder } from "../runs/runs-folder.ts";

export async function run(invocation: Invocation<RunOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, messages } = invocation;
  const settings = parseRunOptions(options, context);
  const folder = await openRun(runsFolder(options.journal, context), operands[0] ?? "");
  const plan = await openPlanFile(folder.planPath);
  const state = await loadRunState(folder.journalPath);
  if (state.start.plan !== plan.header.digest) {
    throw new CrosstagError({
      code: "configuration",
      message: `The journal of run ${folder.id} belongs to another plan than the one in its folder.`,
      hint: `Look at ${folder.folder}; make a new plan rather than go on with this run.`,
    });
  }
  const done = [...state.outcomes.values()].filter(
    ({ status }) => status === "changed" || status === "unchanged",
  ).length;
  const open = state.start.changes - done;
  messages.info(`${done} of ${state.start.changes} resources are done already.`);
  if (open === 0) return EXIT_CODE.done;
  if (globals.dryRun) {
    messages.info(`A dry run: ${open} would be read and, where needed, written. Nothing was sent.`);
    return EXIT_CODE.done;
  }
  return withCrosstag(
    invocation,
    undefined,
    (container) => executeRun(invocation, container, plan, folder, settings, state),
    RUNNING_ENGINE,
  );
}
