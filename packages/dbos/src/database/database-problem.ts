import { CrosstagError } from "@crosstag/core";

/**
 * Explains an error of the database, without the database's own message, which can contain its address, its user and
 * values of rows. Errors of Crosstag stay as they are.
 */
export function databaseProblem(error: unknown): CrosstagError {
  if (CrosstagError.is(error)) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const { sentence, hint, ...kind } = code === undefined ? explainClient(error) : explain(code);
  const message = code === undefined ? `${sentence}.` : `${sentence} (${code}).`;
  return new CrosstagError({ ...kind, message, hint, cause: error });
}

/** Errors of the library `pg` 8 have a message only; these are its texts (read on 2026-11-29). */
function explainClient(error: unknown) {
  const text = error instanceof Error ? error.message : "";
  if (text.endsWith("client password must be a string"))
    return {
      code: "unauthenticated",
      sentence: "The database requires a password",
      hint: "Set PGPASSWORD, or add the database to ~/.pgpass.",
    } as const;
  if (text === "The server does not support SSL connections")
    return {
      code: "configuration",
      sentence: "The database does not accept encrypted connections",
      hint: "Enable them on the server, or remove sslmode from the URL of the database.",
    } as const;
  return explain();
}

/** Wrong data, a broken constraint, a wrong statement: the same statement is refused again. */
const REFUSED = /^(?:2[0-4]|42)...$/;

/** Classes of SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html, read on 2026-11-29. */
function explain(code: string = "") {
  if (code.startsWith("28"))
    return {
      code: "unauthenticated",
      sentence: "The database refused the user or the password",
      hint: "Check the user and the password in the URL of the database.",
    } as const;
  if (code === "3D000")
    return {
      code: "configuration",
      sentence: "The database does not exist",
      hint: "Check the name at the end of the URL, or create it with: createdb NAME",
    } as const;
  if (code === "42501")
    return {
      code: "access-denied",
      sentence: "The user of the database lacks a permission",
      hint: "Allow the user to create schemas and tables in this database, and to change its own tables.",
    } as const;
  if (code === "42703" || code === "42P01")
    return {
      code: "configuration",
      sentence: "A table of Crosstag in the database is missing, or was not created by Crosstag",
      hint: "Use a database of its own for Crosstag: createdb NAME. Its tables begin with crosstag_.",
    } as const;
  if (REFUSED.test(code))
    return {
      code: "internal",
      sentence: "The database refused a statement",
      hint: "Report this as a bug, with the version of Crosstag and of the database.",
    } as const;
  return {
    code: "unavailable",
    retry: "transient",
    sentence: "The database cannot be used",
    hint: "Check that the database runs, that its URL is correct, and that this machine can reach it.",
  } as const;
}
