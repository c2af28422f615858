import { jsonText, systemReason, withoutLineCommands } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions, OutputFormat } from "../global-options.ts";
import { createPainter, wantsColor, type Painter } from "./color.ts";
import { NO_STATUS_LINE, type StatusLine } from "./status-line.ts";

/** Data, on standard output, in the form asked for. */
export interface Output {
  readonly format: OutputFormat;
  readonly paint: Painter;
  /** True once the reader has gone away (`… | head -1`): the rest of the data need not be fetched. */
  readonly closed: boolean;
  /** Why data could not be written, as the system says it; undefined if they were, or if the reader is gone. */
  readonly failure: string | undefined;
  /** Text as it is, except lines that a build service would take for a command; waits while the reader is slow. */
  write(text: string): Promise<void>;
  /** The one document of `--output json`. */
  json(document: unknown): Promise<void>;
  /** One line of `--output jsonl`. */
  line(record: unknown): Promise<void>;
}

export function createOutput(
  { standardOutput, environment }: CommandContext,
  { output: format, color }: GlobalOptions,
  status: StatusLine = NO_STATUS_LINE,
): Output {
  let closed = false;
  let failure: string | undefined;
  // The reader has gone away or the disk is full. The exit code still reports what was done.
  standardOutput.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code !== "EPIPE") failure ??= systemReason(error);
  });
  let drained: Promise<void> | undefined;
  const write = async (text: string) => {
    status.clear();
    if (closed || standardOutput.write(text)) return;
    // One for all that wait: each would listen for itself otherwise, and Node warns of eleven.
    await (drained ??= untilWritable(standardOutput).finally(() => {
      drained = undefined;
    }));
  };
  return {
    format,
    paint: createPainter(wantsColor(standardOutput, environment, color)),
    get closed() {
      return closed;
    },
    get failure() {
      return failure;
    },
    write: (text) => write(withoutLineCommands(text)),
    json: (document) => write(`${jsonText(document, 2)}\n`),
    line: (record) => write(`${jsonText(record)}\n`),
  };
}

/** Resolves when the stream takes more, or never will again. */
function untilWritable(stream: CommandContext["standardOutput"]): Promise<void> {
  return new Promise((resolve) => {
    const names = ["drain", "close", "error"] as const;
    const end = () => {
      for (const name of names) stream.off(name, end);
      resolve();
    };
    for (const name of names) stream.on(name, end);
  });
}
