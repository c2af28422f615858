import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TestProject } from "vitest/node";
import type { CommandRequest } from "./command-message.ts";
import { CommandProcesses } from "./command-processes.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The port at which `runCommand` asks for commands. */
    readonly commandPort: number;
  }
}

/** `build-programs.ts` builds it before the tests. */
const COMMAND = join(import.meta.dirname, "../../packages/cli/dist/index.js");

/** Lets all processes of tests share the processes of commands, each of which loads the SDKs of three clouds. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const processes = new CommandProcesses(COMMAND);
  const server = createServer((request, response) => void answer(processes, request, response));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  provide("commandPort", (server.address() as AddressInfo).port);
  return () => {
    server.close();
    server.closeAllConnections();
    processes[Symbol.dispose]();
  };
}

async function answer(processes: CommandProcesses, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answered = await processes.run(JSON.parse(await text(request)) as CommandRequest);
    response.end(JSON.stringify(answered));
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
}
