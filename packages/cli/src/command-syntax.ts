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
  readonly completes?: Completion;
}

/**
 * What shell completion offers. `file`: files. `cloud`: clouds of the configuration. `side`: clouds, or files of
 * inventories. `run`: ids of runs. `tag-key`: tag keys of the desired tags and of the policy. `tag`: the same, each with
 * `=`, or a file after `@`. `report`: the suggestions, each a format with `=`, and a file after it.
 */
export type Completion = "file" | "cloud" | "side" | "run" | "tag-key" | "tag" | "report";

/** How a command is written: what the program, the help and the shell completion are made from. */
export interface CommandSyntax {
  readonly name: string;
  readonly summary: string;
  /** It may change resources: the accounts of organizations are asked for each time. Default: false. */
  readonly changes?: boolean;
  /** As commander takes them, for example `[references...]`. */
  readonly operands?: readonly {
    readonly syntax: string;
    readonly description: string;
    readonly choices?: readonly string[];
    readonly completes?: Completion;
    /** What to type if the operand is none of the choices. */
    readonly otherwise?: (given: string) => string;
  }[];
  /** What to type instead of a word after the last operand. Default: only the usage is named. */
  readonly excess?: (word: string, operands: readonly string[]) => string | undefined;
  readonly options?: readonly OptionDefinition[];
  /** Formats of `--output` that not every command has. */
  readonly outputs?: readonly ("wide" | "csv")[];
  readonly examples: readonly { readonly line: string; readonly what: string }[];
}
