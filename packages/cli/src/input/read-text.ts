import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { systemReason } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { decodeText } from "./decode-text.ts";
import { resolvePath } from "./resolve-path.ts";

/** Reads a file named on the command line, with or without `@` before it; `-` is standard input. */
export async function readText(name: string, context: CommandContext): Promise<string> {
  const isInput = name === "-" || name === "@-";
  const path = name.startsWith("@") ? name.slice(1) : name;
  const decoded = decodeText(isInput ? await buffer(context.standardInput) : await readBytes(path, context));
  if ("text" in decoded) return decoded.text;
  throw new UsageError(
    `${isInput ? "Standard input" : `The file ${JSON.stringify(path)}`} ${decoded.problem}.`,
    ...(decoded.hint === undefined ? [] : [decoded.hint]),
  );
}

async function readBytes(path: string, context: CommandContext): Promise<Uint8Array> {
  const full = resolvePath(path, context);
  try {
    return await readFile(full);
  } catch (error) {
    throw new UsageError(`The file ${JSON.stringify(path)} cannot be read: ${systemReason(error)}.`);
  }
}
