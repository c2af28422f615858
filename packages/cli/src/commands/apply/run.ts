import { CrosstagError } from "@crosstag/core";
import { runPlan } from "@crosstag/core/node";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { parseHash } from "../../input/parse-hash.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { writePlan } from "../../output/write-plan.ts";
import { executeRun } from "../../runs/execute-run.ts";
import { openPlan } from "../../runs/open-plan.ts";
import { parseRunOptions, type RunOptions } from "../../runs/run-options.ts";
import { runsFolder } from "../../runs/runs-folder.ts";

interface ApplyOptions extends RunOptions {
  readonly digest?: string;
}

export async function run(invocation: Invocation<ApplyOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, output, messages } = invocation;
  const [file = ""] = operands;
  const settings = parseRunOptions(options, context);
  const expected = options.digest === undefined ? undefined : parseHash("--digest", options.digest);
  const plan = await openPlan(file, context);
  if (expected !== undefined && plan.header.digest !== expected) throw anotherPlan(file, plan.header.digest, expected);
  if (globals.dryRun) {
    await writePlan(plan, { output, messages });
    messages.info("Dry run: nothing was sent.");
    return EXIT_CODE.done;
  }
  if (plan.header.summary.changes === 0) {
    messages.info("The plan changes nothing; nothing was sent.");
    return EXIT_CODE.done;
  }
  const root = runsFolder(options.journal, context);
  return withCrosstag(invocation, undefined, (crosstag) =>
    executeRun(invocation, crosstag, (given) => runPlan(crosstag, plan, { ...given, root }), settings),
  );
}

function anotherPlan(file: string, digest: string, expected: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message: `The plan ${JSON.stringify(file)} has the digest ${digest}, not the expected ${expected}. Nothing was sent.`,
    hint: "It is another plan, or it was changed after the review. Review it again: crosstag plan FILE",
  });
}
