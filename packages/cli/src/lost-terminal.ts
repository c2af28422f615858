import { closeSync } from "node:fs";
import { isDevice } from "./null-device.ts";

/** Standard input, output and error: the file descriptors of a process that can be terminals. */
export type StandardFile = 0 | 1 | 2;

const STANDARD: readonly StandardFile[] = [0, 1, 2];

/** Returns which of the standard files are terminals. */
export async function findTerminals(): Promise<readonly StandardFile[]> {
  // `node:tty` loads Node's network code, which most starts in scripts do not need.
  const devices = STANDARD.filter(isDevice);
  if (devices.length === 0) return [];
  const { isatty } = await import("node:tty");
  return devices.filter((file) => isatty(file));
}

/**
 * Lets the process end with its exit code if its terminal is closed while it works. At its end Node sets terminals back
 * to how it found them, and aborts if one is gone (Node 20.20, 2026-11-29); a file that was closed is passed over.
 */
export async function passOverLostTerminals(
  source: Pick<NodeJS.Process, "on">,
  terminals: readonly StandardFile[],
): Promise<void> {
  if (terminals.length === 0) return;
  const { isatty } = await import("node:tty");
  source.on("exit", () => {
    for (const file of terminals.filter((one) => !isatty(one))) closeSync(file);
  });
}
