import { rm, stat } from "node:fs/promises";
import type { Plan } from "@crosstag/core";
import { createRun, type CreatedRun } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";

/** Makes a run and does something with it. A run that failed before it wrote down anything leaves nothing behind. */
export async function withNewRun<Result>(
  root: string,
  plan: Plan & { readonly path?: string },
  { now }: CommandContext,
  work: (run: CreatedRun) => Promise<Result>,
): Promise<Result> {
  const run = await createRun(root, plan, { now });
  try {
    return await work(run);
  } catch (error) {
    if ((await stat(run.journalPath)).size === 0) await rm(run.folder, { recursive: true, force: true });
    throw error;
  }
}
