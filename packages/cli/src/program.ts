import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "./command-context.ts";
import type { Invocation } from "./invocation.ts";
import type { OptionDefinition } from "./command-syntax.ts";
import { COMMANDS, type CommandDefinition } from "./command-table.ts";
import { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "@crosstag/config/hints";
import { EXIT_CODE, EXIT_CODE_MEANINGS, type ExitCode } from "./exit-code.ts";
import { GLOBAL_OPTIONS, type GlobalOptions } from "./global-options.ts";
import { wantsColor } from "./output/color.ts";
import { printableLine } from "./output/printable.ts";
import { createMessages } from "./output/messages.ts";
import { createOutput } from "./output/output.ts";
import { createStatusLine, type StatusLine } from "./output/status-line.ts";

/** Runs one command line, given without `node` and the script. Never throws and never ends the process. */
export async function main(commandLine: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.done;
  const program = createProgram(context, async (definition, operands, options, globals) => {
    exitCode = await runCommand(definition, { context, globals, operands, options });
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

type Action = (
  definition: CommandDefinition,
  operands: readonly string[],
  options: Record<string, unknown>,
  globals: GlobalOptions,
) => Promise<void>;

function createProgram(context: CommandContext, action: Action): Command {
  const color = (stream: CommandContext["standardOutput"]) => wantsColor(stream, context.environment, true);
  const program = new Command("crosstag")
    .description("Tags of keys and removal of imported key material, across clouds.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.standardOutput.write(text),
      writeErr: (text) => void context.standardError.write(text),
      outputError: (text, write) => {
        write(
          withoutSecrets(text)
            .split(/\n(?=$|\(Did you mean)/)
            .map(printableLine)
            .join("\n"),
        );
      },
      getOutHelpWidth: () => context.standardOutput.columns ?? 100,
      getErrHelpWidth: () => context.standardError.columns ?? 100,
      getOutHasColors: () => color(context.standardOutput),
      getErrHasColors: () => color(context.standardError),
    })
    .configureHelp({ showGlobalOptions: true })
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
  for (const definition of COMMANDS) program.addCommand(createCommand(definition, program, action));
  return program;
}

/** Commander repeats an unknown flag together with its value. */
function withoutSecrets(text: string): string {
  const safe = text.replaceAll(/(--?[\w-]+)=[^\n]*'/g, "$1=…'");
  return /unknown option/.test(safe) && LOOKS_SECRET.test(safe)
    ? `${safe}Credentials are never given on the command line. ${WHERE_CREDENTIALS_COME_FROM}\n`
    : safe;
}

/** Read only when asked for: every start of the program would pay for it. */
function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
}

function createCommand(definition: CommandDefinition, program: Command, action: Action): Command {
  const command = program
    .createCommand(definition.name)
    .copyInheritedSettings(program)
    .summary(definition.summary)
    .description(`${definition.summary[0]?.toUpperCase() ?? ""}${definition.summary.slice(1)}.`);
  for (const { syntax, description, choices } of definition.operands ?? []) {
    const argument = new Argument(syntax, description);
    command.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  for (const option of definition.options ?? []) command.addOption(createOption(option));
  command.addHelpText("before", renderExamples(definition.examples));
  return command.action(async () => {
    await action(definition, command.args, command.opts(), program.opts());
  });
}

function createOption(definition: OptionDefinition): Option {
  const { flags, description, choices, list, repeatable, integer } = definition;
  const option = new Option(flags, description);
  if (definition.default !== undefined) option.default(definition.default);
  if (integer) option.argParser(parseInteger);
  else if (repeatable) option.argParser((value: string, values?: readonly string[]) => [...(values ?? []), value]);
  else if (list)
    option.argParser((value: string, values?: readonly string[]) => [...(values ?? []), ...parseList(value, choices)]);
  else if (choices !== undefined) option.choices(choices);
  return option;
}

function parseInteger(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
}

function parseList(value: string, choices?: readonly string[]): readonly string[] {
  const parts = value.split(",").map((part) => part.trim());
  for (const part of parts) {
    if (part === "") throw new InvalidArgumentError("There is an empty name between the commas.");
    if (choices !== undefined && !choices.includes(part))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.`);
  }
  return parts;
}

async function runCommand(
  definition: CommandDefinition,
  parts: Pick<Invocation, "context" | "globals" | "operands" | "options">,
): Promise<ExitCode> {
  const { context, globals } = parts;
  const status = createStatusLine(context, globals);
  const messages = createMessages(context, globals, status);
  const output = createOutput(context, globals, status);
  try {
    const { run } = await definition.load();
    const invocation: Invocation = {
      ...parts,
      context: askBelow(status, context),
      commands: COMMANDS,
      messages,
      output,
    };
    const exitCode = await run(invocation as Invocation<never>);
    return await checkWritten(exitCode, { messages, output });
  } catch (error) {
    const { reportError } = await import("./output/report-error.ts");
    return await reportError(error, { ...parts, messages, output });
  }
}

/** Data that are missing are a failure, whatever else was done. */
async function checkWritten(
  exitCode: ExitCode,
  { messages, output }: Pick<Invocation, "messages" | "output">,
): Promise<ExitCode> {
  // A stream tells of its error later.
  await new Promise((resolve) => setImmediate(resolve));
  if (output.failure === undefined) return exitCode;
  messages.error(`The output could not be written: ${output.failure}.`);
  messages.error("  What the command did is done. Send the output to another place.");
  return exitCode === EXIT_CODE.done ? EXIT_CODE.error : exitCode;
}

/** Always another object: what is read for one command is kept by it. */
function askBelow(status: StatusLine, context: CommandContext): CommandContext {
  const { ask } = context;
  if (ask === undefined) return { ...context };
  return {
    ...context,
    ask: (question) => {
      status.clear();
      return ask(question);
    },
  };
}

function renderExamples(examples: CommandDefinition["examples"]): string {
  return `Examples:\n${examples.map(({ line, what }) => `  $ ${line}\n      ${what}`).join("\n")}\n`;
}

function renderExitCodes(): string {
  return `\nExit codes:\n${EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join("\n")}`;
}
