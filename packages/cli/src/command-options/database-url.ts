import type { OptionDefinition } from "../command-syntax.ts";
import { UsageError } from "../usage-error.ts";

/** The database that many machines share. */
export const DATABASE_URL: OptionDefinition = {
  flags: "--database-url <url>",
  description: "the database of the workers: postgres://USER@HOST:5432/NAME",
};

/** The value of `DATABASE_URL`. */
export interface DatabaseUrlOption {
  readonly databaseUrl?: string;
}

/** @throws UsageError if no database is named */
export function requireDatabaseUrl({ databaseUrl }: DatabaseUrlOption, command: string): string {
  if (databaseUrl === undefined)
    throw new UsageError(
      `\`crosstag ${command}\` requires a database.`,
      "Add --database-url postgres://USER@HOST:5432/NAME. A password can be in the variable PGPASSWORD.",
    );
  return databaseUrl;
}
