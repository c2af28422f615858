import { CrosstagError } from "@crosstag/core";

/** What is wrong with a request about schedules, as the error that is thrown. */
export function scheduleProblem(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint });
}
