import type { CommandSyntax, Completion, OptionDefinition } from "../../command-syntax.ts";
import { flagOf, flagsOf, operandKindsOf, operandsOf, takesValue, valuesOf } from "./option-words.ts";

/** Names come from files that others may have written: they are never expanded, and are offered in quotation marks. */
const FUNCTIONS = String.raw`_crosstag_offer() {
  local name prefix=
  [[ $2 == list && $word == *,* ]] && prefix=${"$"}{word%,*},
  while IFS= read -r name; do
    [[ -n $name && $prefix$name == "$word"* ]] && COMPREPLY+=("$prefix$(printf %q "$name")$3")
  done <<< "$1"
}
_crosstag_names() { _crosstag_offer "$("${"$"}{COMP_WORDS[0]}" completion --words "$1" 2> /dev/null)" list "$2"; }
_crosstag_files() {
  local name
  compopt -o filenames 2> /dev/null
  while IFS= read -r name; do [[ -n $name ]] && COMPREPLY+=("$1$name"); done <<< "$(compgen -f -- "$word")"
}
_crosstag_value() {
  case $1 in
    file) _crosstag_files ;;
    side) _crosstag_names cloud; _crosstag_files ;;
    cloud|run|tag-key) _crosstag_names "$1" ;;
    tag)
      if [[ $sign == @ ]]; then _crosstag_files @
      elif [[ -z $inside ]]; then compopt -o nospace 2> /dev/null; _crosstag_names tag; fi ;;
    report)
      if [[ -n $inside ]]; then _crosstag_files
      else compopt -o nospace 2> /dev/null; _crosstag_offer "$2"; fi ;;
    words) _crosstag_offer "$2" list ;;
  esac
}`;

/**
 * What stands before the word. Bash splits `html=a` and `@a` at the sign, unless another program has changed that, and
 * replaces what follows `=`, but also the `@` itself.
 */
const BEFORE = String.raw`  local word=${"$"}{COMP_WORDS[COMP_CWORD]} command= option= sign= inside= part count
  local parts=("${"$"}{COMP_WORDS[@]:1:COMP_CWORD-1}")
  COMPREPLY=()
  if [[ $word == @?* ]]; then parts+=(@); word=${"$"}{word#@}; fi
  if [[ $word == = || $word == @ ]]; then parts+=("$word"); word=; fi
  count=${"$"}{#parts[@]}
  if [[ $count -gt 0 ]]; then
    option=${"$"}{parts[count-1]}
    if [[ $option == = || $option == @ ]]; then
      sign=$option
      [[ $sign == @ ]] && inside=1
      [[ $count -gt 1 ]] && option=${"$"}{parts[count-2]}
      if [[ $sign == = && $option != -* && $count -gt 2 ]]; then inside=1; option=${"$"}{parts[count-3]}; fi
      if [[ $option == = && $count -gt 3 ]]; then option=${"$"}{parts[count-4]}; fi
    fi
  fi`;

/** Renders the script for bash. */
export function renderBash(commands: readonly CommandSyntax[], globals: readonly OptionDefinition[]): string {
  const own = commands.flatMap(({ name, options = [] }) =>
    options
      .filter(takesValue)
      .flatMap((option) => flagsOf(option).map((flag) => valueCase(`"${name} ${flag}"`, option))),
  );
  const common = globals.filter(takesValue).map((option) => valueCase(`*" ${flagOf(option)}"`, option));
  const words = commands.map((command) => {
    const options = [...(command.options ?? []), ...globals].map(flagOf);
    const kinds = operandKindsOf(command).map((kind) => `[[ $word != -* ]] && _crosstag_value ${kind}; `);
    return `    ${command.name}) ${kinds.join("")}_crosstag_offer ${lines([...operandsOf(command), ...options, "--help"])} ;;`;
  });
  const names = commands.map(({ name }) => name);
  return `# bash completion for crosstag, made from its command table
${FUNCTIONS}
_crosstag() {
${BEFORE}
  for part in "\${parts[@]}"; do
    case $part in
      ${names.join("|")}) command=$part; break ;;
    esac
  done
  case "$command $option" in
${[...own, ...common].join("\n")}
  esac
  case $command in
${words.join("\n")}
    *) _crosstag_offer ${lines([...names, ...globals.map(flagOf), "--help", "--version"])} ;;
  esac
}
complete -F _crosstag crosstag
`;
}

function valueCase(pattern: string, option: OptionDefinition): string {
  const values = valuesOf(option);
  const kind: Completion | "words" = option.completes ?? "words";
  return `    ${pattern}) _crosstag_value ${kind}${values.length > 0 ? ` ${lines(values)}` : ""}; return ;;`;
}

/** Words, one a line. */
function lines(words: readonly string[]): string {
  return `$'${words.join(String.raw`\n`)}'`;
}
