import type * as Dbos from "@crosstag/dbos";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";

/**
 * Loads what runs on many machines need. It is a package of its own, so that the command stays small.
 * @throws UsageError if it is not installed
 */
export async function loadDbos(): Promise<typeof Dbos> {
  // Of pg 8, which the engine uses in a way that pg 9 will refuse; its users can do nothing about it (2026-11-29).
  Object.assign(process, { noDeprecation: true });
  try {
    return await import("@crosstag/dbos");
  } catch (error) {
    if (fieldsOf(error)["code"] !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "A database of workers requires the package @crosstag/dbos, which is not installed.",
      "Install it where @crosstag/cli is installed: npm install @crosstag/dbos, with --global if the command is global.",
    );
  }
}
