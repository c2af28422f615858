import type { CommandDefinition } from "../../command-definition.ts";
import { CHECK_OPTIONS } from "../../command-options/check-options.ts";
import { DATABASE_URL } from "../../command-options/database-url.ts";

/** The syntax of `crosstag schedule`. */
export const scheduleCommand: CommandDefinition = {
  name: "schedule",
  summary: "check or enforce a policy on a schedule, and show results and trends",
  operands: [
    {
      syntax: "[action]",
      description: "list, add, remove, run, cancel, results or trend (default: list)",
      choices: ["list", "add", "remove", "run", "cancel", "results", "trend"],
      otherwise: (given) => `To show the results of the schedule ${given}: crosstag schedule results ${given}`,
    },
    { syntax: "[name]", description: "name of the schedule" },
    { syntax: "[work]", description: "with add: check or enforce", choices: ["check", "enforce"] },
  ],
  options: [
    DATABASE_URL,
    { flags: "--cron <fields>", description: "with add: minute, hour, day of month, month and day of week" },
    { flags: "--time-zone <name>", description: "with add: time zone of the fields (default: UTC)" },
    { flags: "--catch-up", description: "with add: later do what no worker began within an hour" },
    { flags: "--keep <days>", description: "with add: how long results are kept (default: 400)", integer: true },
    { flags: "--replace", description: "with add: replace the schedule of this name" },
    ...CHECK_OPTIONS,
    { flags: "--yes", description: "with add enforce: apply the fixes without a question" },
    {
      flags: "--max-changes <number>",
      description: "with add enforce: apply nothing if more resources than this would change",
      integer: true,
    },
    {
      flags: "--mark <mark>",
      description: "with add enforce: as for `enforce`; repeatable",
      repeatable: true,
      completes: "tag",
    },
    {
      flags: "--unmark <key>",
      description: "with add enforce: as for `enforce`; repeatable",
      repeatable: true,
      completes: "tag-key",
    },
    {
      flags: "--change-software-tags",
      description: "with add enforce: also change tags that other software depends on",
    },
    { flags: "--with-results", description: "with remove: also delete the results" },
    { flags: "--since <day>", description: "with trend: only checks from this day on (UTC): 2026-11-01" },
    { flags: "--limit <number>", description: "with results and trend: at most this many", integer: true },
  ],
  outputs: ["csv"],
  examples: [
    {
      line: "crosstag schedule add nightly check --cron '0 6 * * *' --database-url postgres://crosstag@db.example.com/crosstag",
      what: "workers check every day at 06:00 UTC",
    },
    {
      line: "crosstag schedule add fixes enforce --cron '0 7 * * 1' --yes --max-changes 100 --database-url URL",
      what: "workers fix every Monday, and stop at 100 resources",
    },
    {
      line: "crosstag schedule trend nightly --output json --database-url URL",
      what: "all checks that are kept, for a dashboard",
    },
  ],
  load: () => import("./run.ts"),
};
