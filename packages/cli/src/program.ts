import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-table.ts";
import { type Action, createCommand, createOption, renderExamples } from "./create-command.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "@crosstag/config/hints";
import { EXIT_CODE, EXIT_CODE_MEANINGS, type ExitCode } from "./exit-code.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { wantsColor } from "./output/color.ts";
import { printableLine } from "./output/printable.ts";

/** Runs one command line, given without `node` and the script. Never throws and never ends the process. */
export async function main(commandLine: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.done;
  const program = createProgram(commandLine, context, async (definition, operands, options, globals) => {
    // Loaded when a command runs: `--help` has to be quick.
    const { runCommand } = await import("./run-command.ts");
    exitCode = await runCommand(definition, COMMANDS, { context, globals, operands, options });
  });
  try {
    await program.parseAsync([...commandLine], { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has written its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.usage;
    throw error;
  }
}

function createProgram(commandLine: readonly string[], context: CommandContext, action: Action): Command {
  const color = (stream: CommandContext["standardOutput"]) => wantsColor(stream, context.environment, true);
  const program = new Command("crosstag")
    .description("Tags of keys and removal of imported key material, across clouds.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.standardOutput.write(text),
      writeErr: (text) => void context.standardError.write(text),
      outputError: (text, write) => {
        write(
          withOwners(withoutSecrets(text))
            .split(/\n(?=$|\(Did you mean|-)/)
            .map(printableLine)
            .join("\n"),
        );
      },
      getOutHelpWidth: () => context.standardOutput.columns || 100,
      getErrHelpWidth: () => context.standardError.columns || 100,
      getOutHasColors: () => color(context.standardOutput),
      getErrHasColors: () => color(context.standardError),
    })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: describeCommand })
    .showHelpAfterError("Run the command with --help for examples.")
    .option("--version", "print the version");
  program.on("option:version", () => {
    context.standardOutput.write(`${readVersion()}\n`);
    throw new CommanderError(0, "commander.version", "");
  });
  for (const option of GLOBAL_OPTIONS) program.addOption(createOption(option));
  const first = COMMANDS.filter(({ name }) => ["list", "tag", "plan", "local"].includes(name)).flatMap(({ examples }) =>
    examples.slice(0, 1),
  );
  program.addHelpText("before", renderExamples(first));
  program.addHelpText("after", renderExitCodes());
  for (const definition of COMMANDS) {
    // The others are only listed.
    const isNamed = commandLine.includes(definition.name);
    program.addCommand(createCommand(definition, { program, action, withOptions: isNamed }));
  }
  return program;
}

/** An option of more commands than this is not a hint at any of them. */
const MOST_OWNERS = 3;

/** The line of a command in the help, `tag [options] [references...]`, which all have options. */
function describeCommand(command: Command): string {
  const operands = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), "[options]", ...operands].join(" ");
}

/** Commander repeats an unknown flag together with its value. */
function withoutSecrets(text: string): string {
  const safe = text.replaceAll(/(--?[\w-]+)=[^\n]*'/g, "$1=…'");
  return /unknown option/.test(safe) && LOOKS_SECRET.test(safe)
    ? `${safe}Credentials are never given on the command line. ${WHERE_CREDENTIALS_COME_FROM}\n`
    : safe;
}

/** Names the commands that have an option which the given command does not have. */
function withOwners(text: string): string {
  const flag = /unknown option '(--?[\w-]+)/.exec(text)?.[1];
  if (flag === undefined) return text;
  const owners = COMMANDS.filter(({ options = [] }) =>
    options.some(({ flags }) => flags.split(/[ ,]+/).includes(flag)),
  );
  if (owners.length === 0 || owners.length > MOST_OWNERS) return text;
  const names = owners.map(({ name }) => `\`crosstag ${name}\``).join(", ");
  return `${text.trimEnd()}\n${flag} is an option of ${names}.\n`;
}

/** Read only when asked for: every start of the program would pay for it. */
function readVersion(): string {
  const path = createRequire(import.meta.url).resolve("@crosstag/cli/package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  return manifest.version;
}

function renderExitCodes(): string {
  return `\nExit codes:\n${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join("\n")}`;
}
