import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { flagOf, operandsOf, takesValue, valuesOf } from "./option-words.ts";

export function renderFish(commands: readonly CommandSyntax[], globals: readonly OptionDefinition[]): string {
  const lines = [
    "# fish completion for crosstag, made from its command table",
    "complete -c crosstag -f",
    ...commands.map(
      ({ name, summary }) => `complete -c crosstag -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    ...globals.map((option) => `complete -c crosstag ${renderOption(option)}`),
    ...commands.flatMap((command) => {
      const within = `complete -c crosstag -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
      const operands = operandsOf(command);
      return [
        ...(operands.length > 0 ? [`${within} -a ${quote(operands.join(" "))}`] : []),
        ...(command.options ?? []).map((option) => `${within} ${renderOption(option)}`),
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function renderOption(option: OptionDefinition): string {
  const values = valuesOf(option);
  const parts = [`-l ${flagOf(option).slice(2)}`];
  if (takesValue(option))
    parts.push(option.completes === "file" ? "-r -F" : values.length > 0 ? `-x -a ${quote(values.join(" "))}` : "-x");
  return `${parts.join(" ")} -d ${quote(option.description)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
