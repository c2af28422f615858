import { CrosstagError } from "@crosstag/core";
import { refuseLargePlan } from "@crosstag/core/internal";
import { runPlan, type PlanFile } from "@crosstag/core/node";
import type { ExpandOption } from "../../command-options/expand.ts";
import type { DesiredStateOptions } from "../../desired/with-desired-plan.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { parseHash } from "../../input/parse-hash.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { executeRun } from "../../runs/execute-run.ts";
import { openPlan } from "../../runs/open-plan.ts";
import { parseRunOptions, type RunOptions, type RunSettings } from "../../runs/run-options.ts";
import { runsFolder } from "../../runs/runs-folder.ts";
import { selectedPlan, selectsClouds } from "../../runs/selected-plan.ts";
import { applyOn } from "../../shared-runs/apply-on.ts";
import { UsageError } from "../../usage-error.ts";
import { describeDryRun, writeDryRun } from "../../runs/dry-run.ts";
import { planAndApply } from "./plan-and-apply.ts";

/** The options of `crosstag apply`. */
export interface ApplyOptions extends RunOptions, DesiredStateOptions, ExpandOption {
  /** The digest that a plan file must have. */
  readonly digest?: string;
  /** Whether a new plan is applied without a question. Default: no. */
  readonly yes?: boolean;
}

export async function run(invocation: Invocation<ApplyOptions>): Promise<ExitCode> {
  const { context, globals, operands, options, messages } = invocation;
  const [file] = operands;
  const settings = parseRunOptions(options, context);
  if (file === undefined) {
    if (options.digest !== undefined)
      throw new UsageError(
        "--digest is for a plan file, and no plan file was given.",
        "Write: crosstag apply PLAN --digest HASH",
      );
    return planAndApply(invocation, settings);
  }
  refusePlanningOptions(file, options);
  const expected = options.digest === undefined ? undefined : parseHash("--digest", options.digest);
  const plan = await openPlan(file, context);
  if (expected !== undefined && plan.header.digest !== expected) throw anotherPlan(file, plan.header.digest, expected);
  await refuseLargePlan(plan, settings.limits);
  if (globals.dryRun) return showDryRun(invocation, plan, settings);
  if (plan.header.summary.changes === 0) {
    messages.info("The plan changes nothing; nothing was sent.");
    return EXIT_CODE.done;
  }
  if (options.on !== undefined) return applyOn(invocation, plan, options.on, settings);
  const root = runsFolder(options.journal, context);
  return withCrosstag(invocation, undefined, (crosstag) =>
    executeRun(invocation, crosstag, (given) => runPlan(crosstag, plan, { ...given, root }), settings),
  );
}

/** Workers select no clouds. Without a selection, a dry run of a plan file needs no cloud. */
async function showDryRun(
  invocation: Invocation<ApplyOptions>,
  plan: PlanFile,
  settings: RunSettings,
): Promise<ExitCode> {
  const { globals, options, output, messages } = invocation;
  const selected =
    options.on === undefined && selectsClouds(globals)
      ? await withCrosstag(invocation, undefined, (crosstag) => selectedPlan(plan, crosstag))
      : undefined;
  // As JSON, the plan is whole: it is read as a plan, with its digest.
  const shown = output.format === "table" ? (selected?.plan ?? plan) : plan;
  await writeDryRun(shown, { output, messages, options }, settings);
  messages.info(describeDryRun(plan, settings, selected));
  return selected?.left === undefined ? EXIT_CODE.done : EXIT_CODE.someFailed;
}

/** A plan file is applied as it is: an option that would have changed it must not be ignored. */
function refusePlanningOptions(file: string, options: ApplyOptions): void {
  const given = [
    options.file !== undefined && "--file",
    options.changeSoftwareTags && "--change-software-tags",
    options.accessPolicy !== undefined && "--access-policy",
    options.readAccessPolicies && "--read-access-policies",
    options.describeStates !== undefined && "--describe-states",
    options.prune && "--prune",
  ].find((flag) => typeof flag === "string");
  if (given === undefined) return;
  throw new UsageError(
    `${given} is for making a plan, and ${JSON.stringify(file)} is a plan already.`,
    `Omit ${given}, or omit the plan file to make a new plan.`,
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
