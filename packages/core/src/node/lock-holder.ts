import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { dirname } from "node:path";
import { isLocalDisk } from "./is-local-disk.ts";
import { connectTo, isListening } from "./lock-socket.ts";
import { isRunning } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { codeOf } from "./system-problem.ts";
import { fieldsOf } from "../text/fields-of.ts";
import { jsonOf } from "../text/json-of.ts";

/** Who holds a lock: what is in its file. */
export interface LockHolder extends ProcessIdentity {
  /** Of this one taking of the lock; never used again. */
  readonly id: string;
  /** Whether the process listens on `lockSocketPath` as long as it lives. */
  readonly listens: boolean;
}

/** Beside the two that are certain: why a holder cannot be judged from here. */
export type Judgement = "alive" | "dead" | "unreadable" | "other-machine" | "other-container";

export function lockSocketPath(lockPath: string, id: string): string {
  return `${lockPath}.${id}.socket`;
}

/** The holder that a file names; `unreadable` if it names none, undefined if the file is not there. */
export async function readHolder(path: string): Promise<LockHolder | "unreadable" | undefined> {
  try {
    return parseHolder(await readFile(path, "utf8"));
  } catch (error) {
    return codeOf(error) === "ENOENT" ? undefined : "unreadable";
  }
}

/**
 * Whether the holder of a lock lives. `dead` is certain, and stays true.
 * @param self this process
 */
export async function judgeHolder(
  lockPath: string,
  holder: LockHolder | "unreadable",
  self: ProcessIdentity,
): Promise<Judgement> {
  if (holder === "unreadable") return "unreadable";
  if (!isOfThisKernel(holder, self)) {
    // On a disk of this machine, it is from before the machine was started.
    const isOlder = holder.boot !== undefined && self.boot !== undefined && (await isLocalDisk(dirname(lockPath)));
    return isOlder ? "dead" : "other-machine";
  }
  const listens = holder.listens ? await isListening(lockSocketPath(lockPath, holder.id)) : undefined;
  if (listens === true) return "alive";
  // A network file system that is mounted twice can have the socket in one of its mounts only.
  if (listens === false && (process.platform !== "linux" || (await isLocalDisk(dirname(lockPath))))) return "dead";
  const isOfThisNamespace = holder.namespace !== undefined && holder.namespace === self.namespace;
  if (!isOfThisNamespace && holder.boot !== undefined) return "other-container";
  return (await isRunning(holder)) ? "alive" : "dead";
}

/** Connects to the process that holds the lock of a file. Undefined if none holds it, or it cannot be reached from here. */
export async function connectToHolder(path: string): Promise<Socket | undefined> {
  const lockPath = `${path}.lock`;
  const holder = await readHolder(lockPath);
  return holder === undefined || holder === "unreadable" ? undefined : connectTo(lockSocketPath(lockPath, holder.id));
}

function isOfThisKernel({ boot, host }: LockHolder, self: ProcessIdentity): boolean {
  return boot === self.boot && (boot !== undefined || host === self.host);
}

function parseHolder(text: string): LockHolder | "unreadable" {
  const { id, pid, host, boot, namespace, started, listens } = fieldsOf(jsonOf(text));
  const isWhole =
    typeof id === "string" &&
    /^[0-9a-f]{24}$/.test(id) &&
    typeof pid === "number" &&
    Number.isInteger(pid) &&
    pid > 0 &&
    typeof host === "string" &&
    typeof listens === "boolean";
  if (!isWhole) return "unreadable";
  return {
    id,
    pid,
    host,
    listens,
    ...(typeof boot === "string" && { boot }),
    ...(typeof namespace === "string" && { namespace }),
    ...(typeof started === "string" && { started }),
  };
}
