import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { flagOf, operandsOf, takesValue, valuesOf } from "./option-words.ts";

export function renderZsh(commands: readonly CommandSyntax[], globals: readonly OptionDefinition[]): string {
  const cases = commands.map((command) => {
    const choices = operandsOf(command);
    const operand = choices.length > 0 ? `'*: :(${choices.join(" ")})'` : "'*: : '";
    return `    ${command.name}) _arguments ${[...(command.options ?? []), ...globals].map(renderOption).join(" ")} ${operand} ;;`;
  });
  return `#compdef crosstag
# zsh completion for crosstag, made from its command table
_crosstag() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n")}
  )
  local command=\${words[(r)${commands.map(({ name }) => name).join("|")}]}
  if [[ -z $command || $command == $words[CURRENT] ]]; then
    _arguments ${globals.map(renderOption).join(" ")} '--version' '--help'
    _describe command commands
    return
  fi
  case $command in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_crosstag" ]; then _crosstag; else compdef _crosstag crosstag; fi
`;
}

function renderOption(option: OptionDefinition): string {
  const repeats = option.repeatable || option.list ? "*" : "";
  const description = option.description.replaceAll(/[[\]:]/g, (character) => `\\${character}`);
  const values = valuesOf(option);
  const argument =
    option.completes === "file" ? ":file:_files" : values.length > 0 ? `:value:(${values.join(" ")})` : ":value: ";
  return quote(`${repeats}${flagOf(option)}[${description}]${takesValue(option) ? argument : ""}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
