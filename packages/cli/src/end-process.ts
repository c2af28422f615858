import type { Writable } from "node:stream";

/** How long others may still hold the process after the command is done, milliseconds. */
const GRACE_MS = 500;

/**
 * Lets the process end after the command is done: by itself, or by `exit` a little later. An SDK's connection to a source
 * of credentials that never answers would hold the process for as long as the other side likes. What was written to the
 * streams is out before that.
 */
export async function endProcess(streams: readonly Writable[], exit: () => void): Promise<void> {
  await Promise.all(streams.map(flushed));
  // It does not hold the process itself.
  setTimeout(exit, GRACE_MS).unref();
}

function flushed(stream: Writable): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once("close", resolve);
    stream.write("", () => resolve());
  });
}
