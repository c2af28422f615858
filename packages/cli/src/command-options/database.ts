import type { OptionDefinition } from "../command-syntax.ts";

/** The database whose workers apply a plan. */
export const ON: OptionDefinition = {
  flags: "--on <url>",
  description:
    "the Postgres database whose workers apply the whole plan: postgres://USER@HOST:5432/NAME; not together with --limit, --canary and --report, which need one process that sees all of the run",
};
