import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { runCommand } from "./run-command.ts";
import type { CommandRequest } from "./command-message.ts";

let port: Promise<number> | undefined;

/**
 * A port of this machine on which a script asks for commands: see `crosstagScript`. Fields end with a zero byte: the number of
 * words, the words, the directory, the environment, an empty one. The answer is pieces of the streams, `1…` and `2…`, and then
 * the exit code, `x…`.
 */
function commandPort(): Promise<number> {
  return (port ??= listen());
}

async function listen(): Promise<number> {
  const server = createServer((socket) => void answer(socket).catch(() => socket.destroy()));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function answer(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  let text = "";
  for await (const piece of socket.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(piece);
    const request = requestIn(text.split("\0").slice(0, -1));
    if (request === undefined) continue;
    const { exitCode, written } = await runCommand(request);
    const pieces = written.map(({ stream, text: part }) => `${stream === "stdout" ? 1 : 2}${part}`);
    socket.end([...pieces, `x${exitCode}`, ""].join("\0"));
    return;
  }
}

/** Undefined if fields are missing. */
function requestIn([count = "", ...fields]: readonly string[]): CommandRequest | undefined {
  const commandLine = fields.slice(0, Number(count));
  const [directory, ...rest] = fields.slice(Number(count));
  const end = rest.indexOf("");
  if (directory === undefined || end < 0) return undefined;
  const environment = Object.fromEntries(
    rest.slice(0, end).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  return { commandLine, environment, directory, input: "" };
}

/**
 * A script that is the command: it lets a process run the command that is there already, because most of what a short command
 * costs is the start of its process. What reads standard input or runs until it is stopped gets a process of its own.
 */
export async function crosstagScript(program: string): Promise<string> {
  return `#!/bin/bash
alone() { exec "${process.execPath}" "${program}" "$@"; }
case "$1" in local | serve | worker | console) alone "$@" ;; esac
for word; do [ "$word" != - ] || alone "$@"; done
exec 3<> /dev/tcp/127.0.0.1/${await commandPort()}
{ printf '%s\\0' "$#" "$@" "$PWD"; env -0; printf '\\0'; } >&3
while IFS= read -r -d '' -u 3 piece; do
  case "$piece" in
    1*) printf %s "\${piece:1}" ;;
    2*) printf %s "\${piece:1}" >&2 ;;
    x*) exit "\${piece:1}" ;;
  esac
done
echo "The command did not answer." >&2
exit 70
`;
}
