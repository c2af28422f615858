import { EXIT_CODE } from "./exit-code.ts";

/**
 * Describes an error that no part of the program expected. Only the error's name is shown, because its text may come
 * from a cloud's SDK and hold what must not be shown; with `--verbose`, also where it happened.
 */
export function describeFault(error: unknown, commandLine: readonly string[]): string {
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error && commandLine.includes("--verbose") ? (error.stack ?? "") : "";
  const lines = [
    `error: Internal error (${name}). The command was ended.`,
    "  A run that was in progress can be resumed: crosstag resume latest",
    ...stack.split("\n").filter((line) => /^\s+at /.test(line)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Ends the process in order, and without a stack, after an error that was not caught. */
export function endOnFault(
  source: Pick<NodeJS.Process, "on">,
  commandLine: readonly string[],
  { write, exit }: { readonly write: (text: string) => void; readonly exit: (code: number) => void },
): void {
  source.on("uncaughtException", (error: unknown) => {
    write(describeFault(error, commandLine));
    exit(EXIT_CODE.error);
  });
}

const STANDSTILL = `error: Internal error: the command waits for something that cannot come. It was ended.
  A run that was in progress can be resumed: crosstag resume latest
`;

/** Without it, Node ends a process that has nothing left to wait for without a word, and as if all was done. */
export function endOnStandstill(
  source: Pick<NodeJS.Process, "once">,
  options: {
    /** Whether the command has ended. */
    readonly isDone: () => boolean;
    readonly write: (text: string) => void;
    readonly exit: (code: number) => void;
  },
): void {
  source.once("beforeExit", () => {
    if (options.isDone()) return;
    options.write(STANDSTILL);
    options.exit(EXIT_CODE.error);
  });
}
