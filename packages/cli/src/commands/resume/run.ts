import { openInterruptedRun, type InterruptedRun } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { describeCount } from "../../output/describe-count.ts";
import { executeRun } from "../../runs/execute-run.ts";
import { parseRunOptions, type RunOptions, type RunSettings } from "../../runs/run-options.ts";
import { resumeOn } from "../../shared-runs/resume-on.ts";
import { runsFolder } from "../../runs/runs-folder.ts";

export async function run(invocation: Invocation<RunOptions>): Promise<ExitCode> {
  const { context, operands, options } = invocation;
  const settings = parseRunOptions(options, context);
  if (options.on !== undefined) return resumeOn(invocation, operands[0] ?? "", options.on, settings);
  const root = runsFolder(options.journal, context);
  const interrupted = await openInterruptedRun(root, operands[0] ?? "", { now: context.now });
  try {
    return await resume(invocation, interrupted, settings);
  } finally {
    await interrupted.close();
  }
}

async function resume(
  invocation: Invocation<RunOptions>,
  interrupted: InterruptedRun,
  settings: RunSettings,
): Promise<ExitCode> {
  const { globals, messages, options } = invocation;
  const { id, changes, done, unconfirmed, state } = interrupted;
  const open = changes - done;
  const toRead = options.verify ? unconfirmed : 0;
  if (open + toRead === 0) {
    messages.info(`Nothing to resume: the run ${id} is complete.`);
    if (unconfirmed > 0)
      messages.info(`${describeUnconfirmed(unconfirmed)}. To read ${them(unconfirmed)} again, omit --no-verify.`);
    return EXIT_CODE.done;
  }
  messages.info(`${done} of ${changes} resources are done already.`);
  if (toRead > 0) messages.info(`${describeUnconfirmed(toRead)}: ${toRead === 1 ? "it is" : "they are"} read again.`);
  if (globals.dryRun) {
    const parts = [
      ...(open > 0 ? [`${open} would be read, and written if needed`] : []),
      ...(toRead > 0 ? [`${toRead} would only be read`] : []),
    ];
    messages.info(`Dry run: ${parts.join("; ")}. Nothing was sent.`);
    return EXIT_CODE.done;
  }
  return withCrosstag(invocation, undefined, (crosstag) =>
    executeRun(invocation, crosstag, (given) => interrupted.resume(crosstag, given), settings, state),
  );
}

function describeUnconfirmed(count: number): string {
  return `${describeCount(count, "change")} could not be read back, or did not show`;
}

function them(count: number): string {
  return count === 1 ? "it" : "them";
}
