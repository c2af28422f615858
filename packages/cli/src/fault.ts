import { EXIT_CODE } from "./exit-code.ts";

/**
 * Says that something happened that no part of the program expected. Only the error's name is told, as its text may come
 * from a cloud's SDK and hold what must not be shown; with `--verbose`, where it happened, too.
 */
export function describeFault(error: unknown, commandLine: readonly string[]): string {
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error && commandLine.includes("--verbose") ? (error.stack ?? "") : "";
  const lines = [
    `error: A fault in crosstag, or something that it did not expect (${name}). The command was ended.`,
    "error:   A run that was under way can be resumed: crosstag resume latest",
    ...stack.split("\n").filter((line) => /^\s+at /.test(line)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Has the process end in order, and without a stack, after an error that nothing has caught. */
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
