import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import { lockFile } from "./file-lock.ts";
import { listRuns } from "./list-runs.ts";

/** Options of `holdPlan`. */
export interface HoldPlanOptions {
  /** The run that is to apply it. */
  readonly run: string;
  /** Continue if another run is applying the plan. Default: false. */
  readonly allowConcurrent?: boolean;
  /** What a person can do about another run that is applying it. */
  readonly hint?: string;
}

/** A plan that no other run under the same folder begins to apply as long as it is held. */
export interface HeldPlan {
  /** Lets other runs apply the plan. */
  release(): Promise<void>;
}

/**
 * Lets one run at a time apply a plan, of all runs under a folder: two would spend the same quotas on the same writes,
 * and each would take what the other has done for a foreign change.
 * @param digest of the plan
 * @throws CrosstagError `configuration` that names the run that is applying the plan, or if the folder cannot be written
 */
export async function holdPlan(
  root: string,
  digest: string,
  { run, allowConcurrent = false, hint = "Wait for it to end." }: HoldPlanOptions,
): Promise<HeldPlan> {
  const name = `.plan-${digest.replace(/^sha256:/, "").slice(0, 32)}`;
  const refused: CrosstagError[] = [];
  try {
    return await lockFile(join(root, name), {
      what: "plan",
      refusal: async (holder) => {
        const other = (await listRuns(root)).find(({ active, plan, id }) => active && plan === digest && id !== run);
        const which = other === undefined ? "Another run" : `The run ${other.id}`;
        const error = new CrosstagError({
          code: "configuration",
          operation: "applyPlan",
          message: `${which} is applying this plan (${holder}). Nothing was sent.`,
          hint,
        });
        refused.push(error);
        return error;
      },
    });
  } catch (error) {
    if (!allowConcurrent || !refused.some((refusal) => refusal === error)) throw error;
    return { release: () => Promise.resolve() };
  }
}
