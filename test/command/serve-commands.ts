/** Runs one command after the other for the process that has started this one. Each has its own environment and directory. */
import { Readable, Writable } from "node:stream";
import type { CommandAnswer, CommandRequest, WrittenText } from "./command-message.ts";

type Main = (commandLine: readonly string[], context: object) => Promise<number>;

const [built] = process.argv.slice(2);
if (built === undefined) throw new Error("The path of the built command is missing.");
const { main } = (await import(built)) as { readonly main: Main };

let written: WrittenText[] = [];

process.on("message", (request: CommandRequest) => void run(request).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit());
// Warnings of Node go there.
process.stderr.write = (text) => written.push({ stream: "stderr", text: String(text) }) > 0;
process.send?.("ready");

async function run({ commandLine, environment, directory, input }: CommandRequest): Promise<CommandAnswer> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  // As the command sets it for its process.
  Object.assign(process.env, environment, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
  process.chdir(directory);
  written = [];
  const exitCode = await main(commandLine, {
    standardInput: Readable.from([input]),
    standardOutput: streamOf("stdout"),
    standardError: streamOf("stderr"),
  });
  return { exitCode, written };
}

function streamOf(stream: WrittenText["stream"]): Writable {
  const texts = written;
  return new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      texts.push({ stream, text: String(text) });
      done();
    },
  });
}
