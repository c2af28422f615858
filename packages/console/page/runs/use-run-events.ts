import { followRun } from "@crosstag/operations";
import { useEffect, useState } from "react";
import { readEvents } from "../api/read-events.ts";
import { RunView, type RunSoFar } from "./run-view.ts";

/** What is known of a run that is followed. */
export interface FollowedRun {
  readonly soFar: RunSoFar;
  /** False: the connection was lost, and is made again. */
  readonly connected: boolean;
  /** Why the run cannot be followed. */
  readonly error: unknown;
}

/** Often enough to look alive. */
const SHOW_MS = 120;
/** So that the pace is seen to sink when no answers come. */
const HEARTBEAT_MS = 1_000;

/** Follows a run, from its beginning. Follows again if `attempt` changes: after it was resumed. */
export function useRunEvents(run: string, attempt: number): FollowedRun {
  const [state, setState] = useState<FollowedRun>(() => ({
    soFar: new RunView().soFar(0),
    connected: true,
    error: undefined,
  }));
  useEffect(() => {
    const abort = new AbortController();
    const view = new RunView();
    let connected = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (error?: unknown) => {
      clearTimeout(timer);
      timer = undefined;
      const soFar = view.soFar(performance.now());
      setState({ soFar, connected, error });
      if (!soFar.ended && error === undefined) timer = setTimeout(show, HEARTBEAT_MS);
    };
    let shownAt = Number.NEGATIVE_INFINITY;
    const showSoon = () => {
      const now = performance.now();
      if (now - shownAt < SHOW_MS) {
        clearTimeout(timer);
        timer = setTimeout(showSoon, SHOW_MS - (now - shownAt));
        return;
      }
      shownAt = now;
      show();
    };
    readEvents(
      followRun,
      { run },
      {
        signal: abort.signal,
        onEvent: (event) => {
          view.take(event, performance.now());
          showSoon();
        },
        onConnection: (now) => {
          connected = now;
          showSoon();
        },
        isLast: ({ type }) => type === "ended",
      },
    ).then(
      () => !abort.signal.aborted && show(),
      (error: unknown) => !abort.signal.aborted && show(error),
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new attempt follows again
  }, [run, attempt]);
  return state;
}
