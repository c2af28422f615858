import { CrosstagError, type RunResult } from "@crosstag/core";

/** What became of a run that no request waits for. */
export type RunNote =
  | {
      readonly type: "continues";
      /** The id of the run. */
      readonly run: string;
      /** Who began or resumed it. */
      readonly by: string;
    }
  | {
      readonly type: "ended";
      /** The id of the run. */
      readonly run: string;
      /** How it ended. */
      readonly result: RunResult;
    }
  /** It cannot continue, or was cut off. It can be resumed. */
  | {
      readonly type: "failed";
      /** The id of the run. */
      readonly run: string;
      /** Why. */
      readonly error: unknown;
    };

/** The line of the log for a note: who, how it ended, and counts; no names of resources and no tags. */
export function runLogLine(note: RunNote, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), event: `run-${note.type}`, run: note.run, ...factsOf(note) });
}

function factsOf(note: RunNote): object {
  switch (note.type) {
    case "continues":
      return { caller: note.by };
    case "ended": {
      const { ended, counts, throttled, seconds } = note.result;
      return { ended, counts, throttled, seconds };
    }
    case "failed":
      // Nothing is taken from another error: its text may be a cloud's.
      return CrosstagError.is(note.error)
        ? { code: note.error.code, message: note.error.message }
        : { code: "internal" };
  }
}
