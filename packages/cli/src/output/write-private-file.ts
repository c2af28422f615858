import { writeFile } from "node:fs/promises";
import { systemReason } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { UsageError } from "../usage-error.ts";
import { PRIVATE_FILE } from "./private-file.ts";

/**
 * Writes a file that only its owner can read, in place of one with this name.
 * @param name as it was given on the command line
 * @throws UsageError if the file cannot be written
 */
export async function writePrivateFile(name: string, text: string, context: CommandContext): Promise<void> {
  await writeFile(resolvePath(name, context), text, { mode: PRIVATE_FILE }).catch((error: unknown) => {
    throw unwritableFile(name, error);
  });
}

/** @param name as it was given on the command line */
export function unwritableFile(name: string, error: unknown): UsageError {
  return new UsageError(
    `The file ${JSON.stringify(name)} cannot be written: ${systemReason(error)}.`,
    "Name a file in a writable directory.",
  );
}
