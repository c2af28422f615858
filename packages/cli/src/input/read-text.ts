import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "./resolve-path.ts";
import { UsageError } from "../usage-error.ts";

/** Reads a file named on the command line, with or without `@` before it; `-` is standard input. */
export async function readText(name: string, context: CommandContext): Promise<string> {
  if (name === "-" || name === "@-") return text(context.standardInput);
  const path = name.startsWith("@") ? name.slice(1) : name;
  const full = resolvePath(path, context);
  try {
    return await readFile(full, "utf8");
  } catch (error) {
    throw new UsageError(
      `The file ${JSON.stringify(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
    );
  }
}
