import { CrosstagError } from "@crosstag/core";

/**
 * The line of the log for something that went wrong outside of a request that is answered.
 * @param fields what it is about: no tag values, and no texts of a cloud
 */
export function errorLogLine(event: string, fields: object, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), level: "error", event, ...fields });
}

/** Why something failed, without the text of an error that is not ours: it can contain anything. */
export function reasonOf(error: unknown): { readonly code: string; readonly problem?: string } {
  return CrosstagError.is(error) ? { code: error.code, problem: error.message } : { code: "internal" };
}
