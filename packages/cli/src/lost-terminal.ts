import { closeSync } from "node:fs";
import { isatty } from "node:tty";

const STANDARD = [0, 1, 2];

/**
 * Lets the process end with its exit code if its terminal is closed while it works. At its end Node sets terminals back
 * to how it found them, and aborts if one is gone (Node 20.20, 2026-11-29); a file that was closed is passed over.
 */
export function passOverLostTerminals(source: Pick<NodeJS.Process, "on">): void {
  const terminals = STANDARD.filter((file) => isatty(file));
  source.on("exit", () => {
    for (const file of terminals.filter((one) => !isatty(one))) closeSync(file);
  });
}
