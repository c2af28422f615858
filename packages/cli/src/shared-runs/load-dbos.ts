import type * as Dbos from "@crosstag/dbos";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";

/**
 * Loads what runs on many machines need. It is a package of its own, so that the command stays small.
 * @throws UsageError if it is not installed
 */
export async function loadDbos(): Promise<typeof Dbos> {
  try {
    return await import("@crosstag/dbos");
  } catch (error) {
    if (fieldsOf(error)["code"] !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "Runs on a database require the package @crosstag/dbos, which is not installed.",
      "Install it where @crosstag/cli is installed: npm install @crosstag/dbos, with --global if the command is global.",
    );
  }
}
