import type { PlanDraft } from "@crosstag/core";
import { withDraftFile, type PlanFile } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";

/** Writes a plan to the file of the command line, or to a temporary file, and calls `work` with it. */
export async function withPlanFile<Result>(
  draft: PlanDraft,
  file: string | undefined,
  context: CommandContext,
  work: (plan: PlanFile) => Promise<Result>,
): Promise<Result> {
  const path = file === undefined ? undefined : resolvePath(file, context);
  return withDraftFile(draft, path, { now: context.now }, work);
}
