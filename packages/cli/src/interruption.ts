import type { EventEmitter } from "node:events";
import { EXIT_CODE } from "./exit-code.ts";

/**
 * The first SIGINT or SIGTERM aborts the signal, so that the command can say what was done; the second ends the
 * process at once, because a person does not want to wait for that either.
 */
export function listenForInterruption(source: Pick<EventEmitter, "on">, exit: (code: number) => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    source.on(name, () => {
      if (controller.signal.aborted) exit(EXIT_CODE.interrupted);
      else controller.abort();
    });
  }
  return controller.signal;
}
