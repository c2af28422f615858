import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

/** `O_NONBLOCK` does not exist on Windows, and means nothing for a file. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file for reading. A named pipe is opened at once, too, so that the caller can see that it is not a file and
 * refuse it; a plain `open` waits until another program writes to the pipe.
 */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, FLAGS);
}
