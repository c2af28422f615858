import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanDraft } from "../plan/plan-request.ts";
import type { PlanOptions } from "./memory-plan.ts";
import type { PlanFile } from "./plan-file.ts";
import { writePlanFile } from "./write-plan-file.ts";

/**
 * Writes a plan that is being made to a file, and calls `work` with it. So a plan of any size needs memory for a few of
 * its entries only.
 * @param path the file to keep the plan in; undefined: a file that is removed after `work`
 * @throws CrosstagError as `writePlanFile` does, and what the draft throws
 */
export async function withDraftFile<Result>(
  draft: PlanDraft,
  path: string | undefined,
  options: PlanOptions,
  work: (plan: PlanFile) => Promise<Result>,
): Promise<Result> {
  const write = (file: string) => writePlanFile(file, draft.entries, () => draft.complete(), options);
  if (path !== undefined) return work(await write(path));
  const folder = await mkdtemp(join(tmpdir(), "crosstag-plan-"));
  try {
    return await work(await write(join(folder, "plan.json")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
