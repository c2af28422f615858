import { randomUUID } from "node:crypto";
import { constants, copyFile, link, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { makeFolders } from "./make-folders.ts";
import { codeOf, refuseFile, systemHint, systemReason } from "./system-problem.ts";

/** Locks of this process: its number alone does not tell them from those of one that died and had the same number. */
const ownLocks = new Set<string>();

/**
 * Lets one process in at a time: a file beside `path` names its holder. Makes the folder where it is missing. A lock
 * whose process died on this machine is passed over; one of another machine (or container) cannot be judged and holds.
 * @param what what the file is, for messages
 * @returns lets go
 * @throws CrosstagError `configuration` where another process holds it, or the folder cannot be written
 */
export async function lockFile(path: string, what = "journal"): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  await makeFolders(dirname(path), 0o700).catch((error: unknown) => {
    throw refuseFile(
      what,
      path,
      `its folder cannot be made; ${systemReason(error)}`,
      "Name a file in a folder that can be written.",
    );
  });
  // The holder is in the file before the file has the lock's name, so that no lock is ever without its holder.
  const own = `${lockPath}.${process.pid}.${randomUUID()}`;
  try {
    await writeFile(own, `${process.pid} ${hostname()}`, { flag: "wx", mode: 0o600 });
    await take(own, lockPath).catch(async (error: unknown) => {
      if (codeOf(error) !== "EEXIST" || isAlive(await readHolder(lockPath), lockPath)) throw error;
      await replaceDeadLock(own, lockPath, error);
    });
  } catch (error) {
    if (codeOf(error) === "EEXIST")
      throw refuseFile(
        what,
        path,
        "another process is writing to it.",
        `Wait for it, or name another file. Where no process is at work (a container that was killed), remove the files whose names begin with ${JSON.stringify(lockPath)}.`,
      );
    throw refuseFile(what, path, systemReason(error), systemHint(error));
  } finally {
    await rm(own, { force: true }).catch(() => {});
  }
  ownLocks.add(lockPath);
  return async () => {
    // Only once: by then the lock can be another's.
    if (ownLocks.delete(lockPath)) await rm(lockPath, { force: true });
  };
}

/** Whether a process that is, or may be, alive holds the lock of a file. */
export async function isLocked(path: string): Promise<boolean> {
  const lockPath = `${path}.lock`;
  const holder = await readHolder(lockPath);
  return holder !== undefined && isAlive(holder, lockPath);
}

async function take(own: string, lockPath: string): Promise<void> {
  try {
    await link(own, lockPath);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    // Some file systems have no links.
    await copyFile(own, lockPath, constants.COPYFILE_EXCL);
  }
}

/** Undefined where there is no lock any more. */
async function readHolder(lockPath: string): Promise<string | undefined> {
  try {
    return await readFile(lockPath, "utf8");
  } catch (error) {
    return codeOf(error) === "ENOENT" ? undefined : "";
  }
}

function isAlive(holder: string | undefined, lockPath: string): boolean {
  if (holder === undefined) return false;
  const [number = "", host = hostname()] = holder.split(" ");
  const processNumber = Number(number);
  if (host !== hostname() || !Number.isInteger(processNumber) || processNumber <= 0) return true;
  // In a container every process can have the same number, the one that died before this one, too.
  if (processNumber === process.pid) return ownLocks.has(lockPath);
  try {
    process.kill(processNumber, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

/** Several may find the same dead lock: one at a time looks again, so that none takes away what another has taken since. */
async function replaceDeadLock(own: string, lockPath: string, refusal: unknown): Promise<void> {
  const turn = `${lockPath}.turn`;
  await take(own, turn);
  try {
    if (isAlive(await readHolder(lockPath), lockPath)) throw refusal;
    await rm(lockPath, { force: true });
    await take(own, lockPath);
  } finally {
    await rm(turn, { force: true });
  }
}
