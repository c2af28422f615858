import { Command, CommanderError, type Help } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-table.ts";
import { type Action, createCommand, createOption, renderExamples } from "./create-command.ts";
import { describeSyntaxError } from "./describe-syntax-error.ts";
import { EXIT_CODE_MEANINGS } from "./exit-code.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { wantsColor } from "./output/color.ts";
import { ownVersion } from "./own-version.ts";

/** What the parser of a command line works with. */
export interface CreateProgramOptions {
  /** What the command sees of the world: its streams and the environment. */
  readonly context: Pick<CommandContext, "standardOutput" | "standardError" | "environment">;
  /** Runs the command that was named. */
  readonly action: Action;
  /** Further settings of the help. Default: none. */
  readonly help?: Partial<Help>;
}

/**
 * Creates the parser of one command line, given without `node` and the script. It writes help and errors itself, and then
 * throws a `CommanderError`.
 */
export function createProgram(
  commandLine: readonly string[],
  { context, action, help = {} }: CreateProgramOptions,
): Command {
  const color = (stream: CommandContext["standardOutput"]) => wantsColor(stream, context.environment, true);
  const program = new Command("crosstag")
    .description("Tags of keys, secrets and certificates, and removal of imported key material, across clouds.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.standardOutput.write(text),
      writeErr: (text) => void context.standardError.write(text),
      outputError: (text, write) => write(describeSyntaxError(text, nameOf(program, commandLine))),
      getOutHelpWidth: () => context.standardOutput.columns || 100,
      getErrHelpWidth: () => context.standardError.columns || 100,
      getOutHasColors: () => color(context.standardOutput),
      getErrHasColors: () => color(context.standardError),
    })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: describeCommand, ...help })
    .option("--version", "print the version");
  program.on("option:version", () => {
    context.standardOutput.write(`${ownVersion()}\n`);
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

/** The line of a command in the help, `tag [options] [references...]`, which all have options. */
function describeCommand(command: Command): string {
  const operands = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), "[options]", ...operands].join(" ");
}

/** The words that name the command of a command line. */
function nameOf(program: Command, commandLine: readonly string[]): string {
  const named = commandLine.find((word) => COMMANDS.some(({ name }) => name === word));
  return named === undefined ? program.name() : `${program.name()} ${named}`;
}

function renderExitCodes(): string {
  return `\nExit codes:\n${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join("\n")}`;
}
