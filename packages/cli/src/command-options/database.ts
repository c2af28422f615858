import type { OptionDefinition } from "../command-syntax.ts";

/** The database whose workers apply a plan. */
export const ON: OptionDefinition = {
  flags: "--on <url>",
  description:
    "the Postgres database whose workers apply the plan: postgres://USER@HOST:5432/NAME; not together with --canary, which needs one process that sees all of the run. CROSSTAG_DATABASE_URL is not read here: without --on, the command works on runs of this machine",
};
