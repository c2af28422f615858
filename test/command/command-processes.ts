import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { CommandAnswer, CommandRequest } from "./command-message.ts";

/** `build-programs.ts` builds it before the tests. */
const SERVER = join(import.meta.dirname, "dist/serve-commands.js");
/** As many as tests run commands at the same time at most times. Further processes end with their command. */
const KEPT_IDLE = 6;

/**
 * Runs a built command in processes that other commands have run in: nine tenths of what a short command costs is the
 * start of Node and of an SDK. Commands that run at the same time have processes of their own.
 */
export class CommandProcesses implements Disposable {
  readonly #program: string;
  readonly #idle: ChildProcess[] = [];

  /** @param program the module of the command, which exports `main` */
  constructor(program: string) {
    this.#program = program;
  }

  async run(request: CommandRequest): Promise<CommandAnswer> {
    const child = this.#idle.pop() ?? (await this.#start());
    const ended = new AbortController();
    try {
      child.send(request);
      const [answer] = await Promise.race([
        once(child, "message", ended),
        once(child, "exit", ended).then(([code, signal]) => {
          throw new Error(`The process of ${JSON.stringify(request.commandLine)} ended: ${code ?? signal}.`);
        }),
      ]);
      if (this.#idle.length < KEPT_IDLE) this.#idle.push(child);
      else child.disconnect();
      return answer as CommandAnswer;
    } finally {
      ended.abort();
    }
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(SERVER, [this.#program], {
      execArgv: [],
      env: {},
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    // An idle one does not keep the tests from ending, and ends with them.
    child.unref();
    child.channel?.unref();
    await once(child, "message");
    return child;
  }

  /** Ends the processes that no command runs in. */
  [Symbol.dispose](): void {
    for (const child of this.#idle.splice(0)) child.disconnect();
  }
}
