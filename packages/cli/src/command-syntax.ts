export interface OptionDefinition {
  /** As commander takes them, for example `--set <tag>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Given several times, or once with commas. */
  readonly list?: boolean;
  /** Given several times; a comma is part of the value. */
  readonly repeatable?: boolean;
  /** Digits only. */
  readonly integer?: boolean;
  /** For shell completion; other values are taken, too. */
  readonly suggestions?: readonly string[];
  readonly completes?: "file";
}

/** How a command is written: what the program, the help and the shell completion are made from. */
export interface CommandSyntax {
  readonly name: string;
  readonly summary: string;
  /** As commander takes them, for example `[references...]`. */
  readonly operands?: readonly {
    readonly syntax: string;
    readonly description: string;
    readonly choices?: readonly string[];
    /** What to type if the operand is none of the choices. */
    readonly otherwise?: (given: string) => string;
  }[];
  readonly options?: readonly OptionDefinition[];
  readonly examples: readonly { readonly line: string; readonly what: string }[];
}
