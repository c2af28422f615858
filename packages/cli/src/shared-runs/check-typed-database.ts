import type { Messages } from "../output/messages.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Warns if the URL of a database on the command line has a password, which every user of the machine can see there.
 * @throws UsageError if it is not the URL of a database of Postgres
 */
export function checkTypedDatabase(flag: string, databaseUrl: string, messages: Messages): void {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  // The URL is not repeated: it can contain a password.
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol) || url.pathname.length < 2)
    throw new UsageError(`${flag} is not the URL of a database of Postgres.`, "Write postgres://USER@HOST:5432/NAME");
  const { password, searchParams } = url;
  if (password === "" && !searchParams.has("password")) return;
  messages.warn([
    `The password in ${flag} can be seen by every user of this machine.`,
    "  Put it into the variable PGPASSWORD, or into ~/.pgpass.",
  ]);
}
