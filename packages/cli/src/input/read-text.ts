import { constants, open } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { systemReason } from "@crosstag/core/internal";
import type { CommandContext, InputStream } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { decodeText } from "./decode-text.ts";
import { resolvePath } from "./resolve-path.ts";

/** Reads a file named on the command line, with or without `@` before it; `-` is standard input. */
export async function readText(name: string, context: CommandContext): Promise<string> {
  const isInput = name === "-" || name === "@-";
  const path = name.startsWith("@") ? name.slice(1) : name;
  const decoded = decodeText(
    isInput ? await readAll(context.standardInput, context.signal) : await readBytes(path, context),
  );
  if ("text" in decoded) return decoded.text;
  throw new UsageError(
    `${isInput ? "Standard input" : `The file ${JSON.stringify(path)}`} ${decoded.problem}.`,
    ...(decoded.hint === undefined ? [] : [decoded.hint]),
  );
}

async function readBytes(path: string, context: CommandContext): Promise<Uint8Array> {
  const full = resolvePath(path, context);
  try {
    const isPipe = (await stat(full)).isFIFO();
    return isPipe ? await readAll(await openPipe(full), context.signal) : await readFile(full);
  } catch (error) {
    context.signal.throwIfAborted();
    throw new UsageError(`The file ${JSON.stringify(path)} cannot be read: ${systemReason(error)}.`);
  }
}

/** What others have to write first must not keep the command from being interrupted. */
function readAll(stream: InputStream, signal: AbortSignal): Promise<Uint8Array> {
  return buffer(addAbortSignal(signal, stream as Readable));
}

/** A plain `open` would hold a thread, and with it the end of the process, until another program writes to the pipe. */
async function openPipe(path: string): Promise<Readable> {
  const fd = await promisify(open)(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  return new Socket({ fd, readable: true, writable: false });
}
