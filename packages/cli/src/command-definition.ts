import type { CommandSyntax } from "./command-syntax.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Invocation } from "./invocation.ts";

export interface CommandDefinition extends CommandSyntax {
  /** The command itself, imported when it runs and not before: `--help` has to be quick. */
  readonly load: () => Promise<{ readonly run: (invocation: Invocation<never>) => Promise<ExitCode> }>;
}
