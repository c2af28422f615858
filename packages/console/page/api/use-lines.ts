import type { OperationDefinition } from "@crosstag/operations";
import { useEffect, useState } from "react";
import type { z } from "zod";
import { readLines } from "./read-lines.ts";

/** Lines that were read so far. */
export interface LinesSoFar<Line> {
  readonly lines: readonly Line[];
  /** False: more may come. */
  readonly done: boolean;
  /** What went wrong; `lines` has what came before. */
  readonly error: unknown;
}

/** Often enough to look alive, seldom enough that a page of many lines is not drawn for each part of the answer. */
const SHOW_MS = 150;

/**
 * Reads with an operation that answers with JSON lines, and gives what has come so far. Reads again if `input` changes in what it
 * says, or `attempt` does.
 */
export function useLines<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  attempt = 0,
): LinesSoFar<z.output<Output>> {
  const [state, setState] = useState<LinesSoFar<z.output<Output>>>({ lines: [], done: false, error: undefined });
  const question = JSON.stringify(input);
  useEffect(() => {
    const abort = new AbortController();
    const collected: z.output<Output>[] = [];
    let shownAt = performance.now();
    const show = (done: boolean, error?: unknown) => {
      if (!abort.signal.aborted) setState({ lines: [...collected], done, error });
    };
    void (async () => {
      try {
        setState({ lines: [], done: false, error: undefined });
        for await (const lines of readLines(definition, input, { signal: abort.signal })) {
          for (const line of lines) collected.push(line);
          if (performance.now() - shownAt < SHOW_MS) continue;
          shownAt = performance.now();
          show(false);
        }
        show(true);
      } catch (error) {
        show(true, error);
      }
    })();
    return () => abort.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- `question` says when `input` changes
  }, [definition, question, attempt]);
  return state;
}
