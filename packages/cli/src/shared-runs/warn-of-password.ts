import type { Messages } from "../output/messages.ts";

/** Warns if the URL of a database on the command line has a password, which every user of the machine can see there. */
export function warnOfPassword(flag: string, databaseUrl: string, messages: Messages): void {
  if (!URL.canParse(databaseUrl)) return;
  const { password, searchParams } = new URL(databaseUrl);
  if (password === "" && !searchParams.has("password")) return;
  messages.warn([
    `The password in ${flag} can be seen by every user of this machine.`,
    "  Put it into the variable PGPASSWORD, or into ~/.pgpass.",
  ]);
}
