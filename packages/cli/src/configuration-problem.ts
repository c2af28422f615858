import { CrosstagError } from "@crosstag/core";
import { UsageError } from "./usage-error.ts";

/** For work that was submitted: what was typed for it is in the database, and its error is for the result of the work. */
export function configurationProblem(error: unknown): unknown {
  return error instanceof UsageError ? new CrosstagError({ code: "configuration", message: error.message }) : error;
}
