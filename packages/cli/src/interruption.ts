import type { EventEmitter } from "node:events";
import { EXIT_CODE } from "./exit-code.ts";

/** Why a command was interrupted: the reason of its signal. The clouds' SDKs and Node know it as an abort. */
export class Interruption extends DOMException {
  /** The signal that the process got, such as `SIGTERM`. */
  readonly signalName: string;

  constructor(signalName: string) {
    super(`The command was interrupted by ${signalName}.`, "AbortError");
    this.signalName = signalName;
  }
}

/**
 * What ended a command that runs until it is stopped, to be put behind what it says then: " (SIGTERM)". Nothing for Ctrl-C,
 * which a person has pressed.
 */
export function interruptedBy({ reason }: Pick<AbortSignal, "reason">): string {
  const name = signalNameOf(reason);
  if (name === undefined || name === "SIGINT") return "";
  return name === "SIGHUP" ? " (SIGHUP: its terminal or shell has ended)" : ` (${name})`;
}

/** By its field: the built command has the class twice, in the file that starts it and in the one of its commands. */
function signalNameOf(reason: unknown): string | undefined {
  const name = reason instanceof DOMException && "signalName" in reason ? reason.signalName : undefined;
  return typeof name === "string" ? name : undefined;
}

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
      else controller.abort(new Interruption(name));
    });
  }
  // Listened for in any case: Node has set an ignored signal back to ending the process.
  source.on("SIGHUP", () => {
    if (!ignoresHangUp) controller.abort(new Interruption("SIGHUP"));
  });
  return controller.signal;
}
