import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import type { CommandDefinition } from "./command-definition.ts";
import type { OptionDefinition } from "./command-syntax.ts";
import type { GlobalOptions } from "./global-options.ts";

/** What is done with a command line that names the command. */
export type Action = (
  definition: CommandDefinition,
  operands: readonly string[],
  options: Record<string, unknown>,
  globals: GlobalOptions,
) => Promise<void>;

/** Options of `createCommand`. */
export interface CreateCommandOptions {
  readonly program: Command;
  readonly action: Action;
  /** Whether to create the options and the help too; without them, the command can only be listed. */
  readonly withOptions: boolean;
}

/** Creates the parser of one command. */
export function createCommand(
  definition: CommandDefinition,
  { program, action, withOptions }: CreateCommandOptions,
): Command {
  const command = program
    .createCommand(definition.name)
    .copyInheritedSettings(program)
    .summary(definition.summary)
    // `checkOperands` says which word is one too many.
    .allowExcessArguments(true)
    .description(`${definition.summary[0]?.toUpperCase() ?? ""}${definition.summary.slice(1)}.`);
  for (const { syntax, description } of definition.operands ?? [])
    command.addArgument(new Argument(syntax, description));
  if (!withOptions) return command;
  for (const option of definition.options ?? []) command.addOption(createOption(option));
  command.addHelpText("before", renderExamples(definition.examples));
  return command.action(async () => {
    await action(definition, command.args, command.opts(), program.opts());
  });
}

/** Creates the parser of one option. */
export function createOption(definition: OptionDefinition): Option {
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
  // A comma after a backslash is part of a name.
  const parts = value.split(/(?<!\\),/).map((part) => part.replaceAll("\\,", ",").trim());
  for (const part of parts) {
    if (part === "") throw new InvalidArgumentError("There is an empty name between the commas.");
    if (choices !== undefined && !choices.includes(part))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(", ")}.`);
  }
  return parts;
}

/** The first part of a help. */
export function renderExamples(examples: CommandDefinition["examples"]): string {
  return `Examples:\n${examples.map(({ line, what }) => `  $ ${line}\n      ${what}`).join("\n")}\n`;
}
