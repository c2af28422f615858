import type { CommandDefinition } from "../../command-definition.ts";
import { DATABASE_URL } from "../../command-options/database-url.ts";

/** The syntax of `crosstag worker`. */
export const workerCommand: CommandDefinition = {
  name: "worker",
  summary: "apply the plans that were submitted to a Postgres database, together with other workers",
  changes: true,
  options: [
    DATABASE_URL,
    {
      flags: "--lease <seconds>",
      description: "how long work waits after its worker is lost, before another continues it (default: 60)",
      integer: true,
    },
  ],
  examples: [
    {
      line: "crosstag worker --database-url postgres://crosstag@db.example.com/crosstag",
      what: "on any number of machines; Ctrl-C stops it",
    },
  ],
  load: () => import("./run.ts"),
};
