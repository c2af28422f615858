import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan, PlanDraft } from "@crosstag/core";
import { writePlanFile } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";

/**
 * Makes a plan and does something with it. Its entries go to a file at once, the one asked for or one that is gone
 * afterwards, so that a plan of any size can be printed and applied.
 */
export async function withPlanFile<Result>(
  draft: PlanDraft,
  file: string | undefined,
  context: CommandContext,
  work: (plan: Plan & { readonly path: string }) => Promise<Result>,
): Promise<Result> {
  const write = (path: string) => writePlanFile(path, draft.entries, () => draft.complete(), { now: context.now });
  if (file !== undefined) return work(await write(resolvePath(file, context)));
  const folder = await mkdtemp(join(tmpdir(), "crosstag-plan-"));
  try {
    return await work(await write(join(folder, "plan.json")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
