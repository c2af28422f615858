import { join } from "node:path";
import type { CommandContext } from "../command-context.ts";

/** Where this program keeps what must outlive it: `$XDG_STATE_HOME/crosstag`, or `~/.local/state/crosstag`. */
export function stateFolder({ environment, homeDirectory }: CommandContext, name: string): string {
  const given = environment["XDG_STATE_HOME"] ?? "";
  return join(given === "" ? join(homeDirectory, ".local", "state") : given, "crosstag", name);
}
