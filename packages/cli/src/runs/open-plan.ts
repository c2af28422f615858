import { openPlanFile, type PlanFile } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { UsageError } from "../usage-error.ts";

/** The plan file of a command line. */
export async function openPlan(file: string, context: CommandContext): Promise<PlanFile> {
  // It is gone through several times.
  if (file === "-") throw new UsageError("A plan cannot be read from standard input.", "Name a file that holds it.");
  return openPlanFile(resolvePath(file, context));
}
