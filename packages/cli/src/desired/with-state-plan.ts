import type { DesiredState, PlanTagsRequest } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { refuseUnknownKinds } from "../input/refuse-unknown-kinds.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { UnlistedClouds } from "../output/unlisted-clouds.ts";
import { withPlanFile } from "../runs/with-plan-file.ts";
import type { DesiredPlan } from "./with-desired-plan.ts";

/**
 * Plans what a desired state of the command line itself asks for, and calls `work` with the plan while the clouds are open.
 * @throws CrosstagError `invalid-request` with every problem, before anything is sent
 */
export async function withStatePlan<Result>(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  desired: DesiredState,
  request: Omit<PlanTagsRequest, "desired" | "now" | "onUnlisted">,
  work: (planned: DesiredPlan) => Promise<Result>,
): Promise<Result> {
  const { context } = invocation;
  return withCrosstag(invocation, undefined, async (crosstag) => {
    for (const { select } of desired.statements) refuseUnknownKinds(select.kinds, [...crosstag.drivers.values()]);
    const unlisted = new UnlistedClouds();
    const draft = crosstag.planTags(
      { ...request, desired, now: context.now(), onUnlisted: unlisted.add },
      { signal: context.signal },
    );
    return withPlanFile(draft, undefined, context, (plan) => work({ plan, crosstag, unlisted, whole: true }));
  });
}
