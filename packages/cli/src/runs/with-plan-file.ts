import { CrosstagError, type PlanDraft } from "@crosstag/core";
import { withDraftFile, type PlanFile } from "@crosstag/core/node";
import { asUsageError } from "../as-usage-error.ts";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";

/**
 * Writes a plan to the file of the command line, or to a temporary file, and calls `work` with it.
 * @throws UsageError if the file of the command line cannot be written, or is another one than a plan
 */
export async function withPlanFile<Result>(
  draft: PlanDraft,
  file: string | undefined,
  context: CommandContext,
  work: (plan: PlanFile) => Promise<Result>,
): Promise<Result> {
  const { now } = context;
  if (file === undefined) return withDraftFile(draft, undefined, { now }, work);
  let begun = false;
  const entries = async function* () {
    begun = true;
    yield* draft.entries;
  };
  const watched = { entries: entries(), complete: () => draft.complete() };
  return withDraftFile(watched, resolvePath(file, context), { now }, work).catch((error: unknown) => {
    // Until the first entry is read, only the file can be wrong.
    if (begun || !CrosstagError.is(error)) throw error;
    throw asUsageError(error);
  });
}
