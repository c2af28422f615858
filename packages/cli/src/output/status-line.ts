import type { CommandContext } from "../command-context.ts";
import { widthOf } from "./terminal-width.ts";
import type { GlobalOptions } from "../global-options.ts";

/** Fast enough to look alive, slow enough to cost nothing. */
const REDRAW_MS = 100;

/** One line below everything else on a terminal, which whatever is written next replaces. */
export interface StatusLine {
  /** Cheap: it may be called a thousand times a second. `text` is made only if it will be shown. */
  show(text: () => string): void;
  /** Before anything else is written. */
  clear(): void;
}

export const NO_STATUS_LINE: StatusLine = { show: () => {}, clear: () => {} };

/** Shown on a terminal only, and not with `--quiet`; with `--verbose` every call has a line of its own. */
export function createStatusLine(
  {
    standardError,
    standardOutput,
    environment,
  }: Pick<CommandContext, "standardError" | "standardOutput" | "environment">,
  { quiet, verbose, output }: Pick<GlobalOptions, "quiet" | "verbose" | "output">,
  now: () => number = () => performance.now(),
): StatusLine {
  const alone = !quiet && !verbose && !(output === "jsonl" && standardOutput.isTTY === true);
  if (standardError.isTTY !== true || environment["TERM"] === "dumb" || !alone) return NO_STATUS_LINE;
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    show: (text) => {
      const at = now();
      if (at - shownAt < REDRAW_MS) return;
      shownAt = at;
      shown = true;
      standardError.write(`\u001B[1G\u001B[2K${text().slice(0, widthOf(standardError) - 1)}`);
    },
    clear: () => {
      if (shown) standardError.write("\u001B[1G\u001B[2K");
      shown = false;
    },
  };
}
