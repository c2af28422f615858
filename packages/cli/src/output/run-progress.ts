import type { CrosstagEvent } from "@crosstag/core";
import { ScopeProgress } from "@crosstag/core/internal";
import { createLogUpdate } from "log-update";
import type { CommandContext, OutputStream } from "../command-context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { createPainter, wantsColor } from "./color.ts";
import type { RunProgressEvent } from "./describe-scope-progress.ts";
import { describeLongWait } from "./long-wait.ts";
import { drawProgress } from "./progress-bars.ts";
import { ProgressLines, type ProgressLineFormat } from "./progress-lines.ts";
import { widthOf } from "./terminal-width.ts";

/** Fast enough to look alive, slow enough to cost nothing. */
const REDRAW_MS = 100;
/** So that the pace is seen to sink when no answers come. */
const HEARTBEAT_MS = 1_000;

export interface RunProgressOptions {
  readonly context: Pick<CommandContext, "standardError" | "standardOutput" | "environment" | "signal">;
  readonly globals: Pick<GlobalOptions, "output" | "color" | "quiet" | "verbose">;
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
  /** Default: bars on a terminal, plain lines elsewhere. */
  readonly format?: ProgressLineFormat | "off" | undefined;
}

export interface RunProgress {
  /** Cheap: it may be called a thousand times a second. Events of other types are passed over. */
  onEvent(event: CrosstagEvent): void;
  /** Shows where it ended, and leaves the cursor below that. */
  end(): void;
}

interface View {
  /** Asked for often; the view decides when something is written. */
  show(scopes: Iterable<ScopeProgress<RunProgressEvent>>, now: number, note: string): void;
  /** What follows is written by others. */
  end?(scopes: Iterable<ScopeProgress<RunProgressEvent>>, now: number): void;
}

/** How a run goes, on standard error while it goes. */
export function createRunProgress(options: RunProgressOptions): RunProgress {
  const view = chooseView(options);
  if (view === undefined) return { onEvent: () => {}, end: () => {} };
  const { now } = options;
  const scopes = new Map<string, ScopeProgress<RunProgressEvent>>();
  let heartbeat: NodeJS.Timeout | undefined;
  let ended = false;
  let wait: { readonly text: string; readonly until: number } | undefined;
  const show = (at: number) => view.show(scopes.values(), at, wait !== undefined && at < wait.until ? wait.text : "");
  return {
    onEvent: (event) => {
      if (ended) return;
      const at = now();
      if (event.type === "call-retried") {
        const text = describeLongWait(event);
        if (text !== undefined) wait = { text, until: at + event.delayMs };
      }
      if (event.type !== "run-progress") return;
      const scope = scopes.get(event.scope);
      if (scope === undefined) scopes.set(event.scope, new ScopeProgress(event, at));
      else scope.update(event, at);
      heartbeat ??= setInterval(() => show(now()), HEARTBEAT_MS).unref();
      show(at);
    },
    end: () => {
      if (ended) return;
      ended = true;
      clearInterval(heartbeat);
      const at = now();
      for (const scope of scopes.values()) scope.finish(at);
      view.show(scopes.values(), at, "");
      view.end?.(scopes.values(), at);
    },
  };
}

function chooseView({ context, globals, format }: RunProgressOptions): View | undefined {
  const { standardError, standardOutput, environment } = context;
  if (format === "off" || globals.quiet) return undefined;
  // What else is written to the terminal meanwhile would be written into the bars.
  const alone = !globals.verbose && !(globals.output === "jsonl" && standardOutput.isTTY === true);
  if (format === undefined && standardError.isTTY === true && environment["TERM"] !== "dumb" && alone)
    return createBars(context, globals.color);
  return new ProgressLines(format ?? "plain", (line) => void standardError.write(`${line}\n`));
}

function createBars({ standardError, environment, signal }: RunProgressOptions["context"], color: boolean): View {
  const stream: OutputStream & { readonly rows?: number } = standardError;
  const paint = createPainter(wantsColor(stream, environment, color));
  // It would hide the cursor of the process, whichever stream it is given, and listen for the process's end.
  const update = createLogUpdate(stream, { showCursor: true });
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (shown: Iterable<ScopeProgress<RunProgressEvent>>, now: number, waiting = "") => {
    const scopes = [...shown];
    if (scopes.length === 0) return;
    drawnAt = now;
    const columns = widthOf(stream);
    const { rows = 24 } = stream;
    const note = signal.aborted
      ? "Interrupted: waiting for calls in progress. Press Ctrl-C again to stop at once."
      : waiting;
    const bars = drawProgress(scopes, now, { columns, rows: note === "" ? rows : rows - 1, paint });
    update(note === "" ? bars : `${bars}${note.slice(0, columns - 1)}\n`);
  };
  return {
    show: (scopes, now, note) => {
      if (now - drawnAt >= REDRAW_MS) draw(scopes, now, note);
    },
    // A frame ends with a line feed: what follows is written below it.
    end: (scopes, now) => draw(scopes, now),
  };
}
