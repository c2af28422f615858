import { CrosstagError } from "../model/crosstag-error.ts";
import { fieldsOf } from "../text/fields-of.ts";
import { systemReason } from "../text/system-reason.ts";

/** Node's code of a system error (`ENOSPC`), if it is one. */
export function codeOf(error: unknown): string | undefined {
  const { code } = fieldsOf(error);
  return typeof code === "string" ? code : undefined;
}

const MORE_SPACE = "Free some space, or specify a location on another disk.";

const PERMITTED = "Specify a location that this user can read and write. For run records: --journal or XDG_STATE_HOME.";

const HINTS: ReadonlyMap<string | undefined, string> = new Map([
  ["ENOSPC", MORE_SPACE],
  ["EDQUOT", MORE_SPACE],
  ["EFBIG", MORE_SPACE],
  ["EACCES", PERMITTED],
  ["EPERM", PERMITTED],
  ["EROFS", PERMITTED],
  ["EIO", "Check the disk, or specify a location on another one."],
  ["ENOENT", "Check the path: the file, or the folder that it should be in, is not there."],
]);

/** What a person can do about a file that the system refuses. */
export function systemHint(error: unknown): string {
  return HINTS.get(codeOf(error)) ?? "Name a file in a folder that can be read and written.";
}

/** A refusal that names the file. `what` says what it was to be: `plan`, `journal`. */
export function refuseFile(what: string, path: string, why: string, hint: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The ${what} ${JSON.stringify(path)} cannot be used: ${why}`,
    hint,
  });
}

/** The system's error as a refusal; anything else, Crosstag's own errors among it, is passed on as it is. */
export function toRefusal(what: string, path: string, error: unknown): Error {
  if (!CrosstagError.is(error) && codeOf(error) !== undefined)
    return refuseFile(what, path, `${systemReason(error)}.`, systemHint(error));
  return error instanceof Error ? error : new Error(String(error));
}
