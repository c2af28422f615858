import type { CommandSyntax, Completion, OptionDefinition } from "../../command-syntax.ts";
import { flagsOf, operandKindsOf, operandsOf, takesValue, valuesOf, wordKindOf } from "./option-words.ts";

/** Renders the script for fish. */
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
        ...operandKindsOf(command).map((kind) => `${within} ${renderKind(kind)}`),
        ...(command.options ?? []).map((option) => `${within} ${renderOption(option)}`),
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function renderOption(option: OptionDefinition): string {
  const names = flagsOf(option).map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `${[...names, ...valueParts(option)].join(" ")} -d ${quote(option.description)}`;
}

function valueParts(option: OptionDefinition): readonly string[] {
  if (!takesValue(option)) return [];
  const values = valuesOf(option);
  const words = values.length > 0 ? [`-a ${quote(values.join(" "))}`] : [];
  const { completes } = option;
  if (completes === undefined) return ["-x", ...words];
  return [takesFiles(completes) ? "-r" : "-x", renderKind(completes, option.list), ...words].filter(Boolean);
}

function takesFiles(kind: Completion): boolean {
  return kind === "file" || kind === "side" || kind === "tag" || kind === "report";
}

function renderKind(kind: Completion, list = false): string {
  const words = wordKindOf(kind);
  const command = `crosstag completion --words ${words ?? ""} 2>/dev/null`;
  return [
    ...(takesFiles(kind) ? ["-F"] : []),
    ...(words === undefined ? [] : [`-a ${quote(list ? `(__fish_complete_list , "${command}")` : `(${command})`)}`]),
  ].join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
