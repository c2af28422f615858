import { CrosstagError } from "../model/crosstag-error.ts";

/** Errors about names of runs, by which they are known from those about what a run left behind. */
const errors = new WeakSet<CrosstagError>();

/** A run that was named is not there, or the name is that of several. */
export function unknownRun(message: string, hint: string): CrosstagError {
  const error = new CrosstagError({ code: "configuration", message, hint });
  errors.add(error);
  return error;
}

/** Whether an error says that no run has a name, so that the name is wrong and not the run. */
export function isUnknownRun(error: unknown): error is CrosstagError {
  return CrosstagError.is(error) && errors.has(error);
}
