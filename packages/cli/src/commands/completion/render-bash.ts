import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { flagOf, operandsOf, takesValue, valuesOf } from "./option-words.ts";

export function renderBash(commands: readonly CommandSyntax[], globals: readonly OptionDefinition[]): string {
  const all = [
    ...new Map(
      [...globals, ...commands.flatMap(({ options = [] }) => options)].map((option) => [flagOf(option), option]),
    ).values(),
  ].filter(takesValue);
  const values = all.map((option) => {
    const words = valuesOf(option);
    if (option.completes === "file") return `    ${flagOf(option)}) COMPREPLY=($(compgen -f -- "$word")); return ;;`;
    return `    ${flagOf(option)}) COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word")); return ;;`;
  });
  const words = commands.map((command) => {
    const options = [...(command.options ?? []), ...globals].map(flagOf);
    return `    ${command.name}) words="${[...operandsOf(command), ...options, "--help"].join(" ")}" ;;`;
  });
  return `# bash completion for crosstag, made from its command table
_crosstag() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= words= part
  for part in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $part in
      ${commands.map(({ name }) => name).join("|")}) command=$part; break ;;
    esac
  done
  case $before in
${values.join("\n")}
  esac
  case $command in
${words.join("\n")}
    *) words="${[...commands.map(({ name }) => name), ...globals.map(flagOf), "--help", "--version"].join(" ")}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _crosstag crosstag
`;
}
