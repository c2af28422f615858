import { isAbsolute, join } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Where this program keeps what must outlive it: `$XDG_STATE_HOME/crosstag`, or `~/.local/state/crosstag`.
 * @throws UsageError if there is neither, as for a user of a container who has no home directory
 */
export function stateFolder({ environment, homeDirectory }: CommandContext, name: string): string {
  const given = environment["XDG_STATE_HOME"] ?? "";
  // The specification of XDG has relative paths ignored.
  if (isAbsolute(given)) return join(given, "crosstag", name);
  if (homeDirectory !== undefined && homeDirectory !== "")
    return join(homeDirectory, ".local", "state", "crosstag", name);
  throw new UsageError(
    "This command keeps a record of what it does, but there is no place for it: the user has no home directory.",
    "Name the place with --journal, or set XDG_STATE_HOME to the full path of a folder.",
  );
}
