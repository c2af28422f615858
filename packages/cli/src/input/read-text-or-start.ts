import { access } from "node:fs/promises";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";
import { resolvePath } from "./resolve-path.ts";

/**
 * The text of a file that a command cannot work without.
 * @param path relative to the working directory; `-`: standard input
 * @param example lines of a file to start with, shown if there is no such file
 * @throws UsageError if the file does not exist or cannot be read
 */
export async function readTextOrStart(
  path: string,
  context: CommandContext,
  example: readonly string[],
): Promise<string> {
  return readText(path, context).catch(async (error: unknown) => {
    if (error instanceof UsageError && !(await isThere(resolvePath(path, context))))
      throw new UsageError(`There is no file ${JSON.stringify(path)}.`, ...example);
    throw error;
  });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
