import { CrosstagError } from "../model/crosstag-error.ts";
import type { CallOptions } from "./call-options.ts";

/** The longest that a timer of JavaScript can wait; beyond it, it would ring at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** @throws CrosstagError `invalid-request` if a time of a request is not one that can be waited for, or nothing can end it */
export function checkTimes({ timeoutMs, callTimeoutMs, signal }: CallOptions): void {
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== "function")
    throw new CrosstagError({
      code: "invalid-request",
      message: "`signal` is not an AbortSignal.",
      hint: "Pass the signal of an AbortController, or leave it out.",
    });
  checkTime("timeoutMs", timeoutMs);
  checkTime("callTimeoutMs", callTimeoutMs);
}

function checkTime(name: keyof CallOptions, milliseconds: number | undefined): void {
  if (milliseconds === undefined) return;
  if (typeof milliseconds === "number" && milliseconds > 0 && milliseconds <= LONGEST_MS) return;
  throw new CrosstagError({
    code: "invalid-request",
    message: `${name} is not a valid duration.`,
    hint: `Set it to a number of milliseconds, more than 0 and at most ${LONGEST_MS}, or leave it out.`,
  });
}
