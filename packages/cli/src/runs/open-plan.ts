import { access, constants, stat } from "node:fs/promises";
import { systemReason } from "@crosstag/core/internal";
import { openPlanFile, type PlanFile } from "@crosstag/core/node";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { UsageError } from "../usage-error.ts";

/** The plan file of a command line. */
export async function openPlan(file: string, context: CommandContext): Promise<PlanFile> {
  // It is read several times.
  if (file === "-") throw new UsageError("A plan cannot be read from standard input.", "Name the file of the plan.");
  const path = resolvePath(file, context);
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw unreadable(file, systemReason(error));
  }
  if (!(await stat(path)).isFile()) throw unreadable(file, "it is not a file");
  return openPlanFile(path);
}

function unreadable(file: string, why: string): UsageError {
  return new UsageError(
    `The plan ${JSON.stringify(file)} cannot be read: ${why}.`,
    "Make a plan with: crosstag plan --out FILE",
  );
}
