import { isAbsolute, resolve } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/** The file that a command line names: relative to the working directory, if that still exists. @throws UsageError */
export function resolvePath(path: string, { workingDirectory }: Pick<CommandContext, "workingDirectory">): string {
  if (workingDirectory !== undefined) return resolve(workingDirectory, path);
  if (isAbsolute(path)) return path;
  throw new UsageError(
    `The file ${JSON.stringify(path)} cannot be found: the working directory no longer exists.`,
    "Change to a directory that exists, or give the file with its full path.",
  );
}
