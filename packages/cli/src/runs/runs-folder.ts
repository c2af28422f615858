import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { stateFolder } from "./state-folder.ts";

/** The folder of all runs: the one of `--journal`, or the default. */
export function runsFolder(given: string | undefined, context: CommandContext): string {
  return given === undefined ? stateFolder(context, "runs") : resolvePath(given, context);
}
