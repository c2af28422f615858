import type { Plan } from "@crosstag/core";
import type { ExpandOption } from "../../command-options/expand.ts";
import { isIncomplete, withDesiredPlan, type DesiredStateOptions } from "../../desired/with-desired-plan.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { reportPlanFile } from "../../output/report-plan-file.ts";
import { writePlan } from "../../output/write-plan.ts";
import { openPlan } from "../../runs/open-plan.ts";
import { UsageError } from "../../usage-error.ts";

interface PlanOptions extends DesiredStateOptions, ExpandOption {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
}

export async function run(invocation: Invocation<PlanOptions>): Promise<ExitCode> {
  const { context, operands, options, messages } = invocation;
  const [made] = operands;
  if (made !== undefined) {
    if (options.file !== undefined || options.out !== undefined)
      throw new UsageError(
        "`crosstag plan PLAN` only shows an existing plan.",
        "Omit --file and --out, or omit the plan to make a new one.",
      );
    return show(await openPlan(made, context), invocation);
  }
  return withDesiredPlan(invocation, options.out, async ({ plan, crosstag, unlisted, whole }) => {
    const exitCode = await show(plan, invocation);
    reportPlanFile(options.out, messages);
    if (options.out === undefined && plan.header.summary.changes > 0)
      messages.info("To keep it for `crosstag apply`: add --out plan.json");
    unlisted.tell(crosstag, messages, whole);
    return exitCode;
  });
}

async function show(plan: Plan, { output, messages, options }: Invocation<PlanOptions>): Promise<ExitCode> {
  await writePlan(plan, { output, messages, options });
  if (isIncomplete(plan)) return EXIT_CODE.someFailed;
  return options.detailedExitcode && plan.header.summary.changes > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}
