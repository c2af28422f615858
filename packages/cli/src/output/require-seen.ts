import { CrosstagError } from "@crosstag/core";
import type { Invocation } from "../invocation.ts";
import { isNullDevice } from "../null-device.ts";

/**
 * Refuses to start what cannot be used without what standard output shows.
 * @param what what that is, for example `The address of the console`
 * @throws CrosstagError `configuration` if standard output is discarded
 */
export function requireVisible(what: string, { context }: Pick<Invocation, "context">): void {
  const { fd } = context.standardOutput;
  if (fd !== undefined && isNullDevice(fd)) throw unseen(what, "is closed, or discards what is written to it");
}

/** Throws as `requireVisible` does, if what was written to standard output is lost. */
export async function requireSeen(what: string, { output }: Pick<Invocation, "output">): Promise<void> {
  const lost = await output.lost();
  if (lost !== undefined) throw unseen(what, `cannot be written: ${lost}`);
}

function unseen(what: string, why: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `${what} cannot be shown: standard output ${why}.`,
    hint: "Run the command in a terminal, or write its output to a file.",
  });
}
