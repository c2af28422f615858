import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

/** The result of a command that prints credentials. Its output can contain secrets: do not show it. */
export type CommandResult =
  | { readonly ended: "done"; readonly output: string }
  /** Exit codes 126 and 127 of the shell: the program cannot be run, or does not exist. */
  | { readonly ended: "exit-code"; readonly exitCode: number }
  | { readonly ended: "signal"; readonly signal: string }
  | { readonly ended: "not-started" }
  | { readonly ended: "stopped" };

/** A longer output is not credentials. */
const MOST_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs a command that prints credentials. When `signal` is aborted, the command and every process that it has started
 * are ended. Its standard error is dropped. Without `argv` the command is given to the shell.
 */
export async function runCredentialCommand(
  command: string,
  { argv, signal }: { readonly argv?: readonly string[]; readonly signal: AbortSignal },
): Promise<CommandResult> {
  if (signal.aborted) return { ended: "stopped" };
  const options = { stdio: ["ignore", "pipe", "ignore"] as const, windowsHide: true };
  const child =
    argv === undefined
      ? spawn(command, { ...options, stdio: ["ignore", "pipe", "ignore"], shell: true })
      : spawn(command, argv, { ...options, stdio: ["ignore", "pipe", "ignore"] });
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MOST_OUTPUT_BYTES) chunks.push(chunk);
  });
  return new Promise((resolve) => {
    const end = (result: CommandResult) => {
      signal.removeEventListener("abort", onAbort);
      // A process that the command left running can keep the pipe open.
      child.stdout.destroy();
      resolve(result);
    };
    const onAbort = () => {
      if (child.pid !== undefined) void endProcesses(child.pid);
      child.unref();
      end({ ended: "stopped" });
    };
    signal.addEventListener("abort", onAbort);
    child.on("error", () => end({ ended: "not-started" }));
    child.on("close", (exitCode, killedBy) => {
      if (killedBy !== null) end({ ended: "signal", signal: killedBy });
      else if (exitCode !== 0) end({ ended: "exit-code", exitCode: exitCode ?? 1 });
      else end({ ended: "done", output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Ends a process and its descendants. Only Linux lists them; elsewhere only the process itself is ended. */
async function endProcesses(pid: number): Promise<void> {
  const family = [pid];
  for (const member of family) family.push(...(await childrenOf(member)));
  for (const member of family) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
