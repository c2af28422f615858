import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { codeOf } from "./system-problem.ts";

/** Distinguishes one process from all others. The optional fields are absent if the system does not say them (only Linux does). */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes when the machine starts; containers see that of their machine. */
  readonly boot?: string;
  /** Namespaces in which `pid` and `started` mean something: a container has its own. */
  readonly namespace?: string;
  /** When the process started, in the kernel's ticks since boot: a number that is given out again has another. */
  readonly started?: string;
}

let ownIdentity: Promise<ProcessIdentity> | undefined;

export function thisProcess(): Promise<ProcessIdentity> {
  return (ownIdentity ??= identify());
}

/** Whether a process of this one's namespaces runs. A zombie, which its parent has not waited for yet, does not. */
export async function isRunning({ pid, started }: Pick<ProcessIdentity, "pid" | "started">): Promise<boolean> {
  if (started !== undefined) {
    const stat = await readStat(String(pid));
    if (stat !== undefined) return stat.started === started && !/[XZ]/i.test(stat.state);
    // `/proc` can hide the processes of other users; a signal does not.
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

async function identify(): Promise<ProcessIdentity> {
  const { pid } = process;
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "")).trim();
  const base = { pid, host: hostname(), ...(boot !== "" && { boot }) };
  // `/proc` can be the one of another namespace, in which the numbers are others.
  if ((await readLink("/proc/self")) !== String(pid)) return base;
  const pidNamespace = await readLink("/proc/self/ns/pid");
  const stat = await readStat("self");
  if (pidNamespace === undefined || stat === undefined) return base;
  // The ticks are counted from another moment in another time namespace (Linux 5.6 and later).
  const timeNamespace = await readLink("/proc/self/ns/time");
  return { ...base, namespace: `${pidNamespace} ${timeNamespace ?? ""}`.trim(), started: stat.started };
}

async function readLink(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}

async function readStat(pid: string): Promise<{ readonly state: string; readonly started: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is the program's name in brackets, and may hold blanks and brackets. Fields are counted from 1 (proc(5)).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[3 - 3], fields[22 - 3]];
  return state === undefined || started === undefined ? undefined : { state, started };
}
