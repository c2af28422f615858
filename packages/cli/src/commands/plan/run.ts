import type { Plan } from "@crosstag/core";
import { readConfiguration } from "../../configuration/read-configuration.ts";
import { readDesiredState } from "../../desired/read-desired-state.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { readAccessPolicies, type AccessPolicyOptions } from "../../input/read-access-policies.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";
import { writePlan } from "../../output/write-plan.ts";
import { openPlan } from "../../runs/open-plan.ts";
import { withPlanFile } from "../../runs/with-plan-file.ts";
import { refuseDesiredState } from "../../desired/refuse-desired-state.ts";
import { unknownClouds } from "../../desired/unknown-clouds.ts";
import { UsageError } from "../../usage-error.ts";
import { reportPlanFile } from "../../output/report-plan-file.ts";

interface PlanOptions extends AccessPolicyOptions {
  readonly file?: string;
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly changeSoftwareTags?: boolean;
  readonly describeStates: "when-cheap" | "always" | "never";
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
  const { state, locate } = await readDesiredState(options.file ?? "crosstag-tags.yaml", context);
  const accessPolicies = await readAccessPolicies(options, context);
  return withCrosstag(invocation, undefined, async (crosstag) => {
    const { registry } = await readConfiguration(invocation);
    const providers = registry.registrations.map(({ provider }) => provider);
    refuseDesiredState([...unknownClouds(state, providers), ...crosstag.checkDesiredState(state)], locate);
    const unlisted = new UnlistedClouds();
    const draft = crosstag.planTags(
      {
        desired: state,
        onUnlisted: unlisted.add,
        changeSoftwareTags: options.changeSoftwareTags ?? false,
        describeStates: options.describeStates,
        ...accessPolicies,
      },
      { signal: context.signal },
    );
    return withPlanFile(draft, options.out, context, async (plan) => {
      const exitCode = await show(plan, invocation);
      reportPlanFile(options.out, messages);
      unlisted.tell(crosstag, messages);
      return exitCode;
    });
  });
}

async function show(plan: Plan, { output, messages, options }: Invocation<PlanOptions>): Promise<ExitCode> {
  await writePlan(plan, { output, messages });
  const { changes, unreadable, warnings } = plan.header.summary;
  if (unreadable > 0 || warnings.some(({ rule }) => rule === "crosstag.unlisted")) return EXIT_CODE.someFailed;
  return options.detailedExitcode && changes > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
}
