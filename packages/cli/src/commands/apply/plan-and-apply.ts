import { withDesiredPlan } from "../../desired/with-desired-plan.ts";
import type { ExitCode } from "../../exit-code.ts";
import type { Invocation } from "../../invocation.ts";
import { applyShownPlan } from "../../runs/apply-shown-plan.ts";
import type { RunSettings } from "../../runs/run-options.ts";
import type { ApplyOptions } from "./run.ts";

const HINT = "Add --yes, or review the plan first: crosstag plan --out plan.json; then: crosstag apply plan.json";

/** Plans what the file with the desired tags asks for, shows it, asks, and applies it. */
export async function planAndApply(invocation: Invocation<ApplyOptions>, settings: RunSettings): Promise<ExitCode> {
  return withDesiredPlan(invocation, undefined, (planned) => applyShownPlan(invocation, planned, settings, HINT));
}
