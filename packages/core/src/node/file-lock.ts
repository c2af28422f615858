import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { constants, copyFile, link, open, rename, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { basename, dirname } from "node:path";
import type { CrosstagError } from "../model/crosstag-error.ts";
import { judgeHolder, lockSocketPath, readHolder } from "./lock-holder.ts";
import type { Judgement, LockHolder } from "./lock-holder.ts";
import { removeDeadLockFiles } from "./lock-leftovers.ts";
import { listenOn } from "./lock-socket.ts";
import type { LockSocket } from "./lock-socket.ts";
import { makeFolders } from "./make-folders.ts";
import { thisProcess } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { systemReason } from "../text/system-reason.ts";
import { codeOf, refuseFile, systemHint } from "./system-problem.ts";

/** More than locks that come and go between two looks can need. */
const MOST_TRIES = 100;

/** A lock that is held. */
export interface FileLock {
  /**
   * Quick enough for every write.
   * @throws CrosstagError `configuration` if the lock's file was removed or replaced meanwhile, as a person can do
   */
  check(): void;
  release(): Promise<void>;
}

/** A lock that this process wants: a file that names it, and becomes the lock when it is given the lock's name. */
interface Claim {
  readonly lockPath: string;
  readonly path: string;
  readonly self: ProcessIdentity;
}

class Held extends Error {
  readonly holder: LockHolder | "unreadable";
  readonly judgement: Exclude<Judgement, "dead">;

  constructor(holder: LockHolder | "unreadable", judgement: Exclude<Judgement, "dead">) {
    super("The lock is held.");
    this.holder = holder;
    this.judgement = judgement;
  }
}

export interface LockOptions {
  /** What the file is, for messages; default `journal`. */
  readonly what?: string;
  /** The refusal of a file that another process holds; default: says so, and to wait. */
  readonly refusal?: ((holder: string) => CrosstagError | Promise<CrosstagError>) | undefined;
  /** Gets each connection to the socket of the lock, also while the lock is being taken; default: closes it. */
  readonly onConnection?: (connection: Socket) => void;
}

/**
 * Lets one process in at a time: a file beside `path` names its holder. Makes the folder if it is missing. The lock of
 * a process that has ended is taken over, also if it ended in another container of this machine, or while it took a lock
 * over itself. The lock of a process that cannot be judged, such as one of another machine, holds.
 * @throws CrosstagError `configuration` if another process holds it, or the folder cannot be written
 */
export async function lockFile(
  path: string,
  { what = "journal", refusal, onConnection }: LockOptions = {},
): Promise<FileLock> {
  const lockPath = `${path}.lock`;
  await makeFolders(dirname(path), 0o700).catch((error: unknown) => {
    throw refuseFile(
      what,
      path,
      `its folder cannot be created: ${systemReason(error)}.`,
      "Specify a file in a writable folder.",
    );
  });
  const self = await thisProcess();
  const id = randomBytes(12).toString("hex");
  const claim: Claim = { lockPath, path: `${lockPath}.${id}`, self };
  let socket: LockSocket | undefined;
  try {
    socket = await listenOn(lockSocketPath(lockPath, id), onConnection);
    // The holder is in the file before the file has the lock's name, so that no lock is ever without its holder.
    await writeClaim(claim.path, { ...self, id, listens: socket !== undefined });
    await take(claim);
    await rm(claim.path, { force: true });
    await removeDeadLockFiles(lockPath, self);
    return heldLock(path, what, lockPath, socket);
  } catch (error) {
    await rm(claim.path, { force: true }).catch(() => {});
    await socket?.close();
    if (error instanceof Held) {
      const { holder, judgement } = error;
      if (refusal !== undefined && judgement === "alive" && holder !== "unreadable")
        throw await refusal(nameOf(holder));
      throw refuseHeld(what, path, lockPath, error);
    }
    throw refuseFile(what, path, `${systemReason(error)}.`, systemHint(error));
  }
}

/** Whether a process that is, or may be, alive holds the lock of a file. */
export async function isLocked(path: string): Promise<boolean> {
  const lockPath = `${path}.lock`;
  const holder = await readHolder(lockPath);
  return holder !== undefined && (await judgeHolder(lockPath, holder, await thisProcess())) !== "dead";
}

/** On disk when it resolves: after a loss of power a lock that names no process could not be judged. */
async function writeClaim(path: string, holder: LockHolder): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(JSON.stringify(holder));
    await file.sync();
  } finally {
    await file.close();
  }
}

async function take(claim: Claim): Promise<void> {
  const { lockPath, self } = claim;
  let last: LockHolder | "unreadable" = "unreadable";
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (await giveName(claim.path, lockPath)) return;
    const holder = await readHolder(lockPath);
    // It was let go of between the two.
    if (holder === undefined) continue;
    last = holder;
    if (holder === "unreadable") throw new Held(holder, holder);
    const judgement = await judgeHolder(lockPath, holder, self);
    if (judgement !== "dead") throw new Held(holder, judgement);
    if (await takeOver(claim, holder)) return;
  }
  throw new Held(last, "alive");
}

/**
 * Takes over the lock of a dead process. Many may want to: the one that makes the file of the dead lock's successor may
 * replace the lock, no other. If it dies before it has done so, the one that makes the file of its own successor takes
 * its place, and so on. Ids are never used again, so that a file of this kind can never mean another lock.
 * @returns false if the lock has changed meanwhile
 */
async function takeOver(claim: Claim, dead: LockHolder): Promise<boolean> {
  const { lockPath, self } = claim;
  const gone = [dead.id];
  let turn = turnPath(lockPath, dead.id);
  while (!(await giveName(claim.path, turn))) {
    const other = await readHolder(turn);
    if (other === undefined) return false;
    if (other === "unreadable") throw new Held(other, other);
    const judgement = await judgeHolder(lockPath, other, self);
    if (judgement !== "dead") throw new Held(other, judgement);
    gone.push(other.id);
    turn = turnPath(lockPath, other.id);
  }
  const now = await readHolder(lockPath);
  if (now === undefined || now === "unreadable" || now.id !== dead.id) {
    await rm(turn, { force: true });
    return false;
  }
  // At once: between removing the old and giving the name to the new, another process could come.
  await rename(claim.path, lockPath);
  for (const id of gone) {
    for (const path of [turnPath(lockPath, id), lockSocketPath(lockPath, id), `${lockPath}.${id}`])
      await rm(path, { force: true });
  }
  return true;
}

function turnPath(lockPath: string, id: string): string {
  return `${lockPath}.${id}.next`;
}

/** Gives a file a second name; false if there is a file of that name. */
async function giveName(path: string, name: string): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
  }
  try {
    // Some file systems have no links.
    await copyFile(path, name, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function heldLock(path: string, what: string, lockPath: string, socket: LockSocket | undefined): FileLock {
  const ours = fileAt(lockPath);
  const isOurs = () => fileAt(lockPath) === ours;
  let released: Promise<void> | undefined;
  return {
    check: () => {
      if (isOurs()) return;
      throw refuseFile(
        what,
        path,
        `its lock ${JSON.stringify(basename(lockPath))} was removed or replaced while this process held it.`,
        "Do not remove the lock of a running process. Before you continue, find out which process writes to the file.",
      );
    },
    release: () =>
      (released ??= (async () => {
        // By then the lock can be another's.
        if (isOurs()) await rm(lockPath, { force: true });
        await socket?.close();
      })()),
  };
}

/** Distinguishes a file from one that has its name, and maybe its number, later. Waiting for another thread would take ten times as long. */
function fileAt(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeNs}`;
}

function refuseHeld(what: string, path: string, lockPath: string, { holder, judgement }: Held) {
  const remove = `If it has ended, remove ${JSON.stringify(lockPath)}.`;
  if (holder === "unreadable")
    return refuseFile(
      what,
      path,
      `another process may be writing to it: the lock ${JSON.stringify(lockPath)} does not name it.`,
      `Check whether a process is using it. If not, remove ${JSON.stringify(lockPath)}.`,
    );
  const name = nameOf(holder);
  if (judgement === "alive") {
    // Only its number is known then, which can be another process's by now.
    const isSure = holder.listens || holder.started !== undefined;
    return refuseFile(
      what,
      path,
      `another process is writing to it (${name}).`,
      `Wait for it to end, or specify another file.${isSure ? "" : ` If it is not a Crosstag process, remove ${JSON.stringify(lockPath)}.`}`,
    );
  }
  const where = judgement === "other-machine" ? "another machine, or ran before a restart" : "another container";
  return refuseFile(
    what,
    path,
    `another process may be writing to it (${name}). It is in ${where}, and cannot be checked from here.`,
    `Wait for that process to end. ${remove}`,
  );
}

function nameOf({ pid, host }: LockHolder): string {
  return `process ${pid} on ${JSON.stringify(host)}`;
}
