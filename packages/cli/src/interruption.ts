import type { EventEmitter } from "node:events";
import { EXIT_CODE } from "./exit-code.ts";

export interface InterruptionOptions {
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  /** Whether the process was started so that the end of its terminal does not concern it (`nohup`). */
  readonly ignoresHangUp: boolean;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the signal, so that the command can say what was done. A second SIGINT or
 * SIGTERM ends the process at once, because a person does not want to wait for that either; SIGHUP can come from the
 * shell and from the terminal, and does not mean that the user is impatient.
 */
export function listenForInterruption(
  source: Pick<EventEmitter, "on">,
  { exit, ignoresHangUp }: InterruptionOptions,
): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    source.on(name, () => {
      if (controller.signal.aborted) exit(EXIT_CODE.interrupted);
      else controller.abort();
    });
  }
  // Listened for in any case: Node has set an ignored signal back to ending the process.
  source.on("SIGHUP", () => {
    if (!ignoresHangUp) controller.abort();
  });
  return controller.signal;
}
