import type * as Service from "@crosstag/service";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";

/**
 * Loads the HTTP service. It is a package of its own, so that the command stays small.
 * @throws UsageError if it is not installed
 */
export async function loadService(): Promise<typeof Service> {
  try {
    return await import("@crosstag/service");
  } catch (error) {
    if (fieldsOf(error)["code"] !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "`crosstag serve` requires the package @crosstag/service, which is not installed.",
      "Install it where @crosstag/cli is installed: npm install @crosstag/service, with --global if the command is global.",
    );
  }
}
