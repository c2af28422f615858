import type * as Console from "@crosstag/console";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";

/**
 * Loads the console. It is a package of its own, so that the command stays small.
 * @throws UsageError if it is not installed
 */
export async function loadConsole(): Promise<typeof Console> {
  try {
    return await import("@crosstag/console");
  } catch (error) {
    if (fieldsOf(error)["code"] !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "The console requires the package @crosstag/console, which is not installed.",
      "Install it where @crosstag/cli is installed: npm install @crosstag/console, with --global if the command is global.",
    );
  }
}
