import type { ExpandOption } from "../../command-options/expand.ts";
import { CheckTally, cloudRules, desiredTags } from "@crosstag/compliance";
import type { PlanSummary, ResourceKind } from "@crosstag/core";
import { refuseLargePlan } from "@crosstag/core/internal";
import { refuseMarks } from "../../compliance/refuse-marks.ts";
import { parseMarks } from "../../compliance/parse-marks.ts";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { readPolicy, readWaivers } from "../../compliance/read-policy.ts";
import { requireClouds, withResourcesToCheck } from "../../compliance/with-resources-to-check.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readAccessPolicies, type AccessPolicyOptions } from "../../input/read-access-policies.ts";
import { standardInputOnce } from "../../input/standard-input-once.ts";
import type { Invocation } from "../../invocation.ts";
import { describeEnforcement } from "./describe-enforcement.ts";
import { ManualActions } from "./manual-actions.ts";
import { describeCount } from "../../output/describe-count.ts";
import { writeWarnings } from "../check/write-check.ts";
import { writePlan } from "../../output/write-plan.ts";
import { parsePlanLimits } from "../../runs/run-options.ts";
import { withPlanFile } from "../../runs/with-plan-file.ts";
import { reportPlanFile } from "../../output/report-plan-file.ts";

interface EnforceOptions extends AccessPolicyOptions, ExpandOption {
  readonly policy?: string;
  readonly waivers?: string;
  readonly mark?: readonly string[];
  readonly unmark?: readonly string[];
  readonly changeSoftwareTags?: boolean;
  readonly failOn?: "manual" | "never";
  readonly out?: string;
  readonly maxChanges?: number;
  readonly maxAccounts?: number;
  readonly kind?: readonly ResourceKind[];
  readonly resources?: string;
  readonly describe: boolean;
}

/** Plans the fixes that need no guessing, and lists the findings that need manual action. Changes nothing. */
export async function run(invocation: Invocation<EnforceOptions>): Promise<ExitCode> {
  const { context, options, output, messages } = invocation;
  const { unmark: unmarks = [] } = options;
  const limits = parsePlanLimits(options);
  const marks = parseMarks(options.mark ?? [], context.now());
  const policyFile = options.policy ?? POLICY_FILE;
  standardInputOnce([policyFile, options.waivers, options.resources, ...(options.accessPolicy ?? [])]);
  const policy = await readPolicy(policyFile, invocation);
  const waivers = await readWaivers(options.waivers, invocation);
  const accessPolicies = await readAccessPolicies(options, context);
  const manual = new ManualActions(output);
  const { changeSoftwareTags = false } = options;
  return withResourcesToCheck(invocation, { policy, waivers, aliases: false }, (resources, live) => {
    const { crosstag, unlisted } = requireClouds(live);
    refuseMarks(marks, crosstag);
    const tally = new CheckTally(policy, waivers);
    const desired = desiredTags(resources, {
      policy,
      waivers,
      marks,
      unmarks,
      rulesOf: cloudRules(crosstag),
      changeSoftwareTags,
      now: context.now(),
      onRecord: async (record) => {
        tally.add(record);
        if (record.error !== undefined) await manual.addUnread(record.reference, record.error);
      },
      onManual: (reference, actions) => manual.add(reference, actions),
    });
    const draft = crosstag.planTagSets(
      { by: `compliance ${policyFile}`, resources: desired, changeSoftwareTags, ...accessPolicies },
      { signal: context.signal },
    );
    return withPlanFile(draft, options.out, context, async (plan) => {
      context.signal.throwIfAborted();
      await refuseLargePlan(plan, limits);
      const { warnings } = tally.summary(context.now(), policyFile);
      if (output.format === "json") await output.json({ plan: plan.header, warnings, ...manual.document() });
      else if (output.format === "jsonl") await output.line({ type: "plan", header: plan.header });
      else {
        const describe = (summary: PlanSummary) => describeEnforcement(summary, manual);
        await writePlan(plan, { output, messages, options, describe });
        await manual.write();
        await writeWarnings(warnings, output);
      }
      if (output.format !== "table") for (const warning of warnings) messages.warn(warning);
      messages.info(
        `${describeCount(manual.resources, "resource")} ${manual.resources === 1 ? "needs" : "need"} manual action. ${describeCount(manual.unread, "resource")} could not be read.`,
      );
      reportPlanFile(options.out, messages);
      unlisted.tell(crosstag, messages);
      if (unlisted.any || manual.unread > 0 || plan.header.summary.unreadable > 0) return EXIT_CODE.someFailed;
      return options.failOn === "manual" && manual.resources > 0 ? EXIT_CODE.violations : EXIT_CODE.done;
    });
  });
}
