import type { CommandSyntax, OptionDefinition } from "../../command-syntax.ts";

/** `--set` of `--set <tag>`. */
export function flagOf({ flags }: OptionDefinition): string {
  return flags.split(" ", 1)[0] ?? flags;
}

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
