import { once } from "node:events";
import { jsonText, withoutLineCommands } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions, OutputFormat } from "../global-options.ts";
import { createPainter, wantsColor, type Painter } from "./color.ts";

/** Data, on standard output, in the form asked for. */
export interface Output {
  readonly format: OutputFormat;
  readonly paint: Painter;
  /** True once nobody reads any more (`… | head -1`): the rest of the data need not be fetched. */
  readonly closed: boolean;
  /** Text as it is, but for lines that a build service would take for a command; waits while the reader is slow. */
  write(text: string): Promise<void>;
  /** The one document of `--output json`. */
  json(document: unknown): Promise<void>;
  /** One line of `--output jsonl`. */
  line(record: unknown): Promise<void>;
}

export function createOutput(
  { standardOutput, environment }: CommandContext,
  { output: format, color }: GlobalOptions,
): Output {
  let closed = false;
  // The data are not wanted any more; what was done is still told by the exit code.
  standardOutput.on("error", () => {
    closed = true;
  });
  const write = async (text: string) => {
    if (closed || standardOutput.write(text)) return;
    await Promise.race([once(standardOutput, "drain"), once(standardOutput, "close")]).catch(() => {
      closed = true;
    });
  };
  return {
    format,
    paint: createPainter(wantsColor(standardOutput, environment, color)),
    get closed() {
      return closed;
    },
    write: (text) => write(withoutLineCommands(text)),
    json: (document) => write(`${jsonText(document, 2)}\n`),
    line: (record) => write(`${jsonText(record)}\n`),
  };
}
