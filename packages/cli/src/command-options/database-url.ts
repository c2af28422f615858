import type { OptionDefinition } from "../command-syntax.ts";
import type { Invocation } from "../invocation.ts";
import { checkTypedDatabase } from "../shared-runs/check-typed-database.ts";
import { UsageError } from "../usage-error.ts";

/** The database that many machines share. */
export const DATABASE_URL: OptionDefinition = {
  flags: "--database-url <url>",
  description: "the database of the workers: postgres://USER@HOST:5432/NAME (default: CROSSTAG_DATABASE_URL)",
};

/** The value of `DATABASE_URL`. */
export interface DatabaseUrlOption {
  readonly databaseUrl?: string;
}

/** @throws UsageError if no database is named */
export function requireDatabaseUrl(
  { context, options, messages }: Pick<Invocation<DatabaseUrlOption>, "context" | "options" | "messages">,
  command: string,
): string {
  if (options.databaseUrl !== undefined) checkTypedDatabase("--database-url", options.databaseUrl, messages);
  const databaseUrl = options.databaseUrl ?? context.environment["CROSSTAG_DATABASE_URL"];
  if (databaseUrl === undefined || databaseUrl === "")
    throw new UsageError(
      `\`crosstag ${command}\` requires a database.`,
      "Add --database-url postgres://USER@HOST:5432/NAME, or set CROSSTAG_DATABASE_URL. A password can be in the variable PGPASSWORD.",
    );
  return databaseUrl;
}
