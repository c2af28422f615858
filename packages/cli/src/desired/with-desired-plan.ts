import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Plan } from "@crosstag/core";
import type { PlanFile } from "@crosstag/core/node";
import { readConfiguration } from "../configuration/read-configuration.ts";
import { readAccessPolicies, type AccessPolicyOptions } from "../input/read-access-policies.ts";
import type { Invocation } from "../invocation.ts";
import { withCrosstag } from "../open-crosstag.ts";
import { UnlistedClouds } from "../output/unlisted-clouds.ts";
import { withPlanFile } from "../runs/with-plan-file.ts";
import { readDesiredState } from "./read-desired-state.ts";
import { refuseDesiredState } from "./refuse-desired-state.ts";
import { unknownClouds } from "./unknown-clouds.ts";

/** The options of commands that plan from a file with the desired tags. */
export interface DesiredStateOptions extends AccessPolicyOptions {
  /** The file. Default: `crosstag-tags.yaml`. */
  readonly file?: string;
  /** Whether tags that other software depends on may change. Default: no. */
  readonly changeSoftwareTags?: boolean;
  /** When the states of resources are read. Default: `when-cheap`. */
  readonly describeStates?: "when-cheap" | "always" | "never";
}

/** A plan that was made from the desired tags, and what made it. */
export interface DesiredPlan {
  readonly plan: PlanFile;
  readonly crosstag: OpenedCrosstag;
  /** The clouds that could not be listed. */
  readonly unlisted: UnlistedClouds;
}

/**
 * Plans what the file with the desired tags asks for, and calls `work` with the plan while the clouds are open.
 * @param out the file for the plan; undefined: a temporary file
 * @throws CrosstagError `configuration` or `invalid-request` with every problem of the file, before anything is sent
 */
export async function withDesiredPlan<Result>(
  invocation: Invocation<DesiredStateOptions>,
  out: string | undefined,
  work: (planned: DesiredPlan) => Promise<Result>,
): Promise<Result> {
  const { context, options } = invocation;
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
        describeStates: options.describeStates ?? "when-cheap",
        ...accessPolicies,
      },
      { signal: context.signal },
    );
    return withPlanFile(draft, out, context, (plan) => work({ plan, crosstag, unlisted }));
  });
}

/** Whether a plan leaves out resources that it should have: they could not be listed or read. */
export function isIncomplete({ header }: Plan): boolean {
  const { unreadable, warnings } = header.summary;
  return unreadable > 0 || warnings.some(({ rule }) => rule === "crosstag.unlisted");
}
