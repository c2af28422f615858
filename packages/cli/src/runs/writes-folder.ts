import type { CommandContext } from "../command-context.ts";
import { stateFolder } from "./state-folder.ts";

/** The folder of the records of tags that were written without a run. */
export function writesFolder(context: CommandContext): string {
  return stateFolder(context, "writes");
}
