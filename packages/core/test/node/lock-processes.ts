import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Built before the tests: most of these processes live for less time than it takes to compile their sources. */
const PROGRAM = [fileURLToPath(new URL("programs/dist/lock-program.js", import.meta.url))];

export interface LockProcess {
  readonly child: ChildProcess;
  /** The first thing that it said: `locked`, or why not; empty if it ended without a word. */
  readonly said: string;
  /** Kills what was started and waits for its end. */
  readonly kill: () => Promise<void>;
}

/** Starts a process that takes the lock of a file and holds it. */
export async function holdLock(
  path: string,
  { within = [], killAt = 0 }: { readonly within?: readonly string[]; readonly killAt?: number } = {},
): Promise<LockProcess> {
  const child = start([...within, process.execPath, ...PROGRAM, path, "hold", String(killAt)]);
  const ended = once(child, "close");
  const said = await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, "data").then(([data]) => String(data).trim()),
    ended.then(() => ""),
  ]);
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { child, said, kill };
}

/** Starts a process that takes the lock of a file many times, and waits for its end. */
export async function loopLock(path: string, killAt: number): Promise<void> {
  const child = start([process.execPath, ...PROGRAM, path, "loop", String(killAt)]);
  child.stdout?.resume();
  await once(child, "close");
}

/** Runs a program as the first process of another pid namespace, as in a container. */
export const IN_ANOTHER_NAMESPACE = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"] as const;

/** Why this machine does not let a process into another pid namespace; empty if it does. */
export function namespacesMissing(): string {
  if (process.platform !== "linux") return `${process.platform} has no pid namespaces`;
  const [program, ...flags] = IN_ANOTHER_NAMESPACE;
  const { status, stderr, error } = spawnSync(program, [...flags, "true"], { encoding: "utf8" });
  return status === 0 ? "" : `unshare is not permitted: ${error?.message ?? stderr.trim()}`;
}

function start([program = "", ...flags]: readonly string[]): ChildProcess {
  return spawn(program, flags, { stdio: ["ignore", "pipe", "inherit"] });
}
