import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";
import { flagsOf, operandKindsOf, operandsOf, takesValue, valuesOf, wordKindOf } from "./option-words.ts";

const FUNCTIONS = String.raw`_crosstag_names() {
  local -a names=(${"$"}{(f)"$(crosstag completion --words $1 2> /dev/null)"})
  shift
  compset -P '*,'
  compadd "$@" -a names
}
_crosstag_tag() { if compset -P @; then _files; else _crosstag_names tag -S ''; fi }
_crosstag_report() { if compset -P '*='; then _files; else compadd -S '' -- "$@"; fi }
_crosstag_side() { _crosstag_names cloud; _files }`;

/** Renders the script for zsh. */
export function renderZsh(commands: readonly CommandSyntax[], globals: readonly OptionDefinition[]): string {
  const cases = commands.map((command) => {
    const actions = [
      ...(operandsOf(command).length > 0 ? [`compadd -- ${operandsOf(command).join(" ")}`] : []),
      ...operandKindsOf(command).map((kind) => actionOf({ flags: "", description: "", completes: kind })),
    ];
    const operand = actions.length > 0 ? quote(`*: :{${actions.join("; ")}}`) : "'*: : '";
    return `    ${command.name}) _arguments ${[...(command.options ?? []), ...globals].flatMap(renderOption).join(" ")} ${operand} ;;`;
  });
  return `#compdef crosstag
# zsh completion for crosstag, made from its command table
${FUNCTIONS}
_crosstag() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n")}
  )
  local command=\${words[(r)${commands.map(({ name }) => name).join("|")}]}
  if [[ -z $command || $command == $words[CURRENT] ]]; then
    _arguments ${globals.flatMap(renderOption).join(" ")} '--version' '--help'
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

/** One text for each name of the option. */
function renderOption(option: OptionDefinition): readonly string[] {
  const repeats = option.repeatable || option.list ? "*" : "";
  const description = option.description.replaceAll(/[[\]:]/g, (character) => `\\${character}`);
  const argument = takesValue(option) ? `:value:${argumentOf(option)}` : "";
  return flagsOf(option).map((flag) => quote(`${repeats}${flag}[${description}]${argument}`));
}

function argumentOf(option: OptionDefinition): string {
  if (option.completes !== undefined) return `{${actionOf(option)}}`;
  const values = valuesOf(option);
  if (values.length === 0) return " ";
  return option.list ? `{compset -P "*,"; compadd -- ${values.join(" ")}}` : `(${values.join(" ")})`;
}

function actionOf(option: OptionDefinition): string {
  const { completes = "file" } = option;
  switch (completes) {
    case "file":
      return "_files";
    case "side":
    case "tag":
      return `_crosstag_${completes}`;
    case "report":
      return `_crosstag_report ${valuesOf(option).join(" ")}`;
    case "cloud":
    case "run":
    case "tag-key":
      return `_crosstag_names ${wordKindOf(completes) ?? ""}`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
