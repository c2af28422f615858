import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-table.ts";
import { type Action, createCommand, createOption, renderExamples } from "./create-command.ts";
import { describeSyntaxError } from "./describe-syntax-error.ts";
import { EXIT_CODE, EXIT_CODE_MEANINGS, type ExitCode } from "./exit-code.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { wantsColor } from "./output/color.ts";

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
      outputError: (text, write) => write(describeSyntaxError(text, nameOf(program, commandLine))),
      getOutHelpWidth: () => context.standardOutput.columns || 100,
      getErrHelpWidth: () => context.standardError.columns || 100,
      getOutHasColors: () => color(context.standardOutput),
      getErrHasColors: () => color(context.standardError),
    })
    .configureHelp({ showGlobalOptions: true, subcommandTerm: describeCommand })
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

/** Read only when asked for: every start of the program would pay for it. */
function readVersion(): string {
  const path = createRequire(import.meta.url).resolve("@crosstag/cli/package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  return manifest.version;
}

function renderExitCodes(): string {
  return `\nExit codes:\n${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join("\n")}`;
}
