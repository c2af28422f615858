import { once } from "node:events";
import { request as sendRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { CommandAnswer, CommandRequest } from "./command-message.ts";

/** Runs the built command in a process that commands of all tests share: see `share-commands.ts`. */
export async function runCommand(request: CommandRequest): Promise<CommandAnswer> {
  const sent = sendRequest({ host: "127.0.0.1", port: inject("commandPort"), method: "POST", agent: false });
  sent.end(JSON.stringify(request));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(answer);
  return JSON.parse(answer) as CommandAnswer;
}
