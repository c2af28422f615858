import type { GlobalOptions } from "./global-options.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Refuses --dry-run for a command that would change something all the same.
 * @param command as it is typed
 * @throws UsageError
 */
export function refuseDryRun(
  { dryRun = false }: Pick<GlobalOptions, "dryRun">,
  command: string,
  hint = "Omit --dry-run.",
): void {
  if (dryRun) throw new UsageError(`--dry-run cannot be used with \`crosstag ${command}\`.`, hint);
}
