import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { createPainter, wantsColor, type Painter } from "./color.ts";
import { printable } from "./printable.ts";

/** What a person is told, on standard error. Never a tag value and never a text of a cloud. */
export interface Messages {
  readonly paint: Painter;
  /** Not with `--quiet`. */
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  /** Only with `--verbose`. */
  detail(text: string): void;
}

export function createMessages(
  { standardError, environment }: CommandContext,
  { color, quiet = false, verbose = false }: GlobalOptions,
): Messages {
  const paint = createPainter(wantsColor(standardError, environment, color));
  const write = (text: string) => void standardError.write(`${text}\n`);
  return {
    paint,
    info: (text) => {
      if (!quiet) write(printable(text));
    },
    warn: (text) => {
      if (!quiet) write(`${paint("yellow", "warning:")} ${printable(text)}`);
    },
    error: (text) => {
      write(`${paint("red", "error:")} ${printable(text)}`);
    },
    detail: (text) => {
      if (verbose && !quiet) write(paint("dim", printable(text)));
    },
  };
}
