import type { CommandContext } from "./command-context.ts";
import type { CommandSyntax } from "./command-syntax.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Messages } from "./output/messages.ts";
import type { Output } from "./output/output.ts";

/** One command line, taken apart. */
export interface Invocation<Options = Readonly<Record<string, unknown>>> {
  readonly context: CommandContext;
  /** All commands that there are. */
  readonly commands: readonly CommandSyntax[];
  readonly globals: GlobalOptions;
  readonly operands: readonly string[];
  readonly options: Options;
  /** Data, to standard output. */
  readonly output: Output;
  /** Everything else, to standard error. */
  readonly messages: Messages;
}
