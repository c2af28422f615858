import { accessSync, constants } from "node:fs";

const USUAL_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export interface FoundBrowser {
  readonly path?: string;
  /** Why there is none, in one line. */
  readonly reason: string;
}

/** Who names a browser means that one, and is not to be tested with another. */
export function findBrowser({ CROSSTAG_BROWSER: named }: NodeJS.ProcessEnv = process.env): FoundBrowser {
  const paths = named === undefined || named === "" ? USUAL_PATHS : [named];
  const path = paths.find(canRun);
  const reason = `No browser at ${paths.join(", ")}; install one (Debian: apt-get install chromium), or name one in CROSSTAG_BROWSER.`;
  return { ...(path !== undefined && { path }), reason };
}

/** Prints a line if there is none, so that tests that did not run are not taken for tests that passed. */
export function isBrowserMissing(): boolean {
  const { path, reason } = findBrowser();
  if (path === undefined) process.stderr.write(`Skipped, as there is no browser. ${reason}\n`);
  return path === undefined;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
