import type { CommandSyntax, Completion, OptionDefinition } from "../../command-syntax.ts";

/** The kinds of names that only the command knows: `crosstag completion --words KIND` prints them. */
export const WORD_KINDS = ["cloud", "run", "tag-key", "tag"] as const;
/** One of `WORD_KINDS`. */
export type WordKind = (typeof WORD_KINDS)[number];

/** `["-f", "--file"]` of `-f, --file <file>`. */
export function flagsOf({ flags }: OptionDefinition): readonly string[] {
  return flags.replace(/ <.*$/, "").split(", ");
}

/** `--file` of `-f, --file <file>`. */
export function flagOf(option: OptionDefinition): string {
  return flagsOf(option).at(-1) ?? option.flags;
}

/** Whether a value follows the option. */
export function takesValue({ flags }: OptionDefinition): boolean {
  return flags.includes("<");
}

/** Words that can follow an option. */
export function valuesOf({ choices, suggestions }: OptionDefinition): readonly string[] {
  return choices ?? suggestions ?? [];
}

/** Words that can stand as operands. */
export function operandsOf({ operands = [] }: CommandSyntax): readonly string[] {
  return operands.flatMap(({ choices }) => choices ?? []);
}

/** What else can stand as an operand. */
export function operandKindsOf({ operands = [] }: CommandSyntax): readonly Completion[] {
  return [...new Set(operands.flatMap(({ completes }) => (completes === undefined ? [] : [completes])))];
}

/** The kind of names that a completion offers; undefined if it offers none. */
export function wordKindOf(completion: Completion): WordKind | undefined {
  switch (completion) {
    case "cloud":
    case "side":
      return "cloud";
    case "run":
    case "tag-key":
    case "tag":
      return completion;
    case "file":
    case "report":
      return undefined;
  }
}
