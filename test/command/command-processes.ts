import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { CommandAnswer, CommandRequest } from "./command-message.ts";

/** `build-programs.ts` builds both before the tests. */
const SERVER = join(import.meta.dirname, "dist/serve-commands.js");
const COMMAND = join(import.meta.dirname, "../../packages/cli/dist/index.js");
/** As many as tests run at the same time, one for each form of output. Further processes end with their command. */
const KEPT_IDLE = 3;

const idle: ChildProcess[] = [];

/**
 * Runs the built command in a process that other commands have run in: nine tenths of what a short command costs is the
 * start of Node and of an SDK. Commands that run at the same time have processes of their own.
 */
export async function runInCommandProcess(request: CommandRequest): Promise<CommandAnswer> {
  const child = idle.pop() ?? (await startServer());
  const ended = new AbortController();
  try {
    child.send(request);
    const [answer] = await Promise.race([
      once(child, "message", ended),
      once(child, "exit", ended).then(([code, signal]) => {
        throw new Error(`The process of ${JSON.stringify(request.commandLine)} ended: ${code ?? signal}.`);
      }),
    ]);
    if (idle.length < KEPT_IDLE) idle.push(child);
    else child.disconnect();
    return answer as CommandAnswer;
  } finally {
    ended.abort();
  }
}

async function startServer(): Promise<ChildProcess> {
  const child = fork(SERVER, [COMMAND], { execArgv: [], env: {}, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  // An idle one does not keep the tests from ending, and ends with them.
  child.unref();
  child.channel?.unref();
  await once(child, "message");
  return child;
}
