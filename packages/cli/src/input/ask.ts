import { isCancel, text } from "@clack/prompts";
import { widthOf } from "../output/terminal-width.ts";

/**
 * Asks on the terminal, on standard error: standard output is for data. Undefined if the person gives up (Ctrl-C, Ctrl-D), or
 * the process is to end meanwhile.
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin } = process;
  const ended = new AbortController();
  // Ctrl-D, and the end of what a program types, end the reading of the terminal. The prompt itself would wait on.
  // An answer ends it, too, and counts first.
  const giveUp = () => void setImmediate(() => ended.abort());
  stdin.on("pause", giveUp);
  try {
    const answer = await text({
      message: question,
      input: stdin,
      output: withWidth(process.stderr),
      signal: AbortSignal.any([signal, ended.signal]),
    });
    return isCancel(answer) ? undefined : answer;
  } finally {
    stdin.off("pause", giveUp);
  }
}

/** A terminal that says that it has 0 columns would show one letter of the question per line. */
function withWidth(terminal: NodeJS.WriteStream): NodeJS.WriteStream {
  const width = widthOf(terminal);
  return width === terminal.columns
    ? terminal
    : new Proxy(terminal, {
        get: (target, name) => {
          if (name === "columns") return width;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
}
