import type { CrosstagError } from "@crosstag/core";

/** An absolute path in quotes, as messages about files have it. */
const QUOTED_PATH = /"(?:\/|[A-Za-z]:\\\\|\\\\\\\\)(?:[^"\\]|\\.)*"/g;
/** The same without quotes. Addresses of the service begin with a slash, too. */
const BARE_PATH = /(?<=^|[\s(])(?:\/(?!v1\/)|[A-Za-z]:\\)[^\s"',;:)]*[^\s"',;:).]/g;

/** Leaves only the name of each file that a text names by its path. */
export function withoutFolders(text: string): string {
  return text.replaceAll(QUOTED_PATH, (path) => `"${nameIn(path.slice(1, -1))}"`).replaceAll(BARE_PATH, nameIn);
}

function nameIn(path: string): string {
  return path.split(/[/\\]+/).findLast((part) => part !== "") ?? path;
}

/**
 * The texts of an error for a caller. What is wrong with a file of the service is not a secret, and where it is on the server is
 * for its operator only: the log has it.
 */
export function textsForCallers({ code, message, hint }: CrosstagError): Pick<CrosstagError, "message" | "hint"> {
  // Others name no files of the service, and may have names of resources that look like paths.
  if (code !== "configuration" && code !== "conflict") return { message, hint };
  return { message: withoutFolders(message), hint: hint && withoutFolders(hint) };
}
