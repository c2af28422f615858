import { withoutLineCommands } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { createPainter, wantsColor, type Painter } from "./color.ts";
import { printableLine } from "./printable.ts";
import { NO_STATUS_LINE, type StatusLine } from "./status-line.ts";

/** One line, or several, each of them one: a line feed in a text from outside begins no line. */
type MessageText = string | readonly string[];

/** Messages for people, on standard error. They never contain a tag value. */
export interface Messages {
  readonly paint: Painter;
  /** Not with `--quiet`. */
  info(text: MessageText): void;
  warn(text: MessageText): void;
  error(text: MessageText): void;
  /** Only with `--verbose`. */
  detail(text: MessageText): void;
  /** What is replaced by the next of these, and by data. */
  readonly status: StatusLine;
}

export function createMessages(
  { standardError, environment }: CommandContext,
  { color, quiet = false, verbose = false }: GlobalOptions,
  status: StatusLine = NO_STATUS_LINE,
): Messages {
  const paint = createPainter(wantsColor(standardError, environment, color));
  const write = (text: string) => {
    status.clear();
    standardError.write(`${withoutLineCommands(text)}\n`);
  };
  return {
    paint,
    status,
    info: (text) => {
      if (!quiet) write(printableLines(text));
    },
    warn: (text) => {
      if (!quiet) write(`${paint("yellow", "warning:")} ${printableLines(text)}`);
    },
    error: (text) => {
      write(`${paint("red", "error:")} ${printableLines(text)}`);
    },
    detail: (text) => {
      if (verbose && !quiet) write(paint("dim", printableLines(text)));
    },
  };
}

function printableLines(text: MessageText): string {
  return typeof text === "string" ? printableLine(text) : text.map(printableLine).join("\n");
}
