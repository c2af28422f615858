import { CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-table.ts";
import { createProgram } from "./create-program.ts";
import { EXIT_CODE, type ExitCode } from "./exit-code.ts";

/** Runs one command line, given without `node` and the script. Never throws and never ends the process. */
export async function main(commandLine: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.done;
  const program = createProgram(commandLine, {
    context,
    action: async (definition, operands, options, globals) => {
      // Loaded when a command runs: a mistake in a command line is reported without it.
      const { runCommand } = await import("./run-command.ts");
      exitCode = await runCommand(definition, COMMANDS, { context, globals, operands, options });
    },
  });
  try {
    await program.parseAsync(withoutHelpOfUnknown(commandLine), { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has written its message, or the help, already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.usage;
    throw error;
  }
}

/** Commander shows the help of the program for `help` with an unknown command. Without `help`, the command is refused. */
function withoutHelpOfUnknown(commandLine: readonly string[]): string[] {
  const [first, name] = commandLine;
  const isUnknown =
    first === "help" && name !== undefined && name !== "help" && !COMMANDS.some((command) => command.name === name);
  return isUnknown && !name.startsWith("-") ? commandLine.slice(1) : [...commandLine];
}
