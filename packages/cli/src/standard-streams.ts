import type { Writable } from "node:stream";
import type { InputStream, OutputStream } from "./command-context.ts";

/** The standard streams of a process. */
export interface StandardStreams {
  readonly standardInput: InputStream;
  readonly standardOutput: OutputStream;
  readonly standardError: OutputStream;
  /** The output streams that were used. */
  readonly used: ReadonlySet<Writable>;
}

/**
 * Creates each standard stream when it is first used, because Node loads its network code for one. A reader that has gone
 * away (`crosstag list | head -1`), a full disk or a closed terminal does not end a command. What is missing on standard
 * output is reported by the exit code; a closed terminal is the end of the input.
 */
export function standardStreams(source: Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">): StandardStreams {
  const used = new Set<Writable>();
  const outputOf = (name: "stdout" | "stderr"): OutputStream => {
    const stream = source[name];
    if (!used.has(stream)) stream.on("error", () => {});
    used.add(stream);
    return stream;
  };
  let input: InputStream | undefined;
  return {
    get standardInput() {
      return (input ??= source.stdin.on("error", () => {}));
    },
    get standardOutput() {
      return outputOf("stdout");
    },
    get standardError() {
      return outputOf("stderr");
    },
    used,
  };
}
