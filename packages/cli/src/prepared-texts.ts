import { Writable } from "node:stream";
import { CommanderError } from "commander";
import { COMMANDS } from "./command-table.ts";
import { createProgram } from "./create-program.ts";
import { PREPARED_FILES } from "./prepared-answer.ts";
import { WRAPPED_FROM_HERE } from "./wrap-help.ts";

/** Wider than any text, so that Commander leaves the wrapping to `boxWrap`. */
const WIDTH = 1_000_000;

/** The version and every help as Commander writes them, by their files in the built program, with the marks of `wrapHelp`. */
export function preparedTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries([
    [PREPARED_FILES.version, printed(["--version"])],
    [PREPARED_FILES.help, printed(["--help"])],
    ...COMMANDS.map(({ name }) => [PREPARED_FILES.helpOf(name), printed([name, "--help"])]),
  ]);
}

function printed(commandLine: readonly string[]): string {
  let text = "";
  const output = new Writable({
    decodeStrings: false,
    write(part: string, _encoding, done) {
      text += part;
      done();
    },
  });
  const stream = Object.assign(output, { columns: WIDTH });
  try {
    createProgram(commandLine, {
      context: { standardOutput: stream, standardError: stream, environment: {} },
      action: () => Promise.resolve(),
      help: { boxWrap: (unwrapped) => WRAPPED_FROM_HERE + unwrapped },
    }).parse([...commandLine], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return text;
    throw error;
  }
  throw new Error(`\`crosstag ${commandLine.join(" ")}\` runs a command.`);
}
