import { openMachineBudget, type MachineBudget } from "@crosstag/core/node";
import type { Invocation } from "./invocation.ts";
import { stateFolder } from "./runs/state-folder.ts";
import { UsageError } from "./usage-error.ts";

/** Opens the quotas that this user's processes on this machine share. Undefined if they are not shared. */
export function openQuotaBudget({
  context,
  globals,
  messages,
}: Pick<Invocation, "context" | "globals" | "messages">): MachineBudget | undefined {
  if (!globals.sharedQuotas) return undefined;
  try {
    return openMachineBudget({
      folder: stateFolder(context, "pace"),
      onProblem: ({ message }) => messages.warn(`${message} To pace this process alone, add --no-shared-quotas.`),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // A user without a home directory, as in a container, has no other processes either.
    messages.detail("Quotas are not shared with other processes: there is no home directory, and no XDG_STATE_HOME.");
    return undefined;
  }
}
