import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { judgeHolder, readHolder } from "./lock-holder.ts";
import { isListening } from "./lock-socket.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** Longer than any process takes from its socket to its lock; younger files may be about to be used. */
const SETTLED_MS = 60_000;

/**
 * Removes files of processes that were killed before they had the lock. They block no process. Called by the holder
 * of the lock; never fails.
 */
export async function removeDeadLockFiles(lockPath: string, self: ProcessIdentity): Promise<void> {
  const folder = dirname(lockPath);
  const beginning = `${basename(lockPath)}.`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((found) => found.startsWith(beginning))) {
    const path = join(folder, name);
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > SETTLED_MS && (await isDead(path, lockPath, self))) await rm(path, { force: true });
    } catch {
      // Its own process, or another, was quicker.
    }
  }
}

async function isDead(path: string, lockPath: string, self: ProcessIdentity): Promise<boolean> {
  if (path.endsWith(".socket")) return (await isListening(path)) === false;
  const holder = await readHolder(path);
  // A process was killed before it had written into it; the file has not been given the lock's name.
  if (holder === "unreadable") return true;
  return holder !== undefined && (await judgeHolder(lockPath, holder, self)) === "dead";
}
