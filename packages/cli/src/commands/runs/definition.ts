import type { CommandDefinition } from "../../command-definition.ts";
import { ON } from "../../command-options/database.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { JOURNAL } from "../../command-options/run-options.ts";

/** The syntax of `crosstag runs`. */
export const runsCommand: CommandDefinition = {
  name: "runs",
  summary: "list runs and other writes, show what a run did, verify its journal, or follow one of workers",
  operands: [
    {
      syntax: "[action]",
      description: "list, show, verify, writes, follow or cancel (default: list)",
      choices: ["list", "show", "verify", "writes", "follow", "cancel"],
      otherwise: (given) => `To show the run ${given}: crosstag runs show ${given}`,
    },
    { syntax: "[run]", description: "id of a run, the beginning of it, or: latest", completes: "run" },
  ],
  options: [
    { flags: "--plan", description: "with show: show the plan that the run applies" },
    EXPAND,
    { flags: "--expect <hash>", description: "with verify: the hash that the journal must end with" },
    JOURNAL,
    ON,
  ],
  examples: [
    { line: "crosstag runs", what: "all of them, the newest first" },
    { line: "crosstag runs verify latest", what: "checks that its records form an unbroken chain" },
    { line: "crosstag runs verify latest --expect sha256:…", what: "checks that it is unchanged since the run" },
    { line: "crosstag runs writes", what: "tags that `crosstag tag` and `untag` wrote to resources that were named" },
    { line: "crosstag runs follow latest --on postgres://crosstag@db.example.com/crosstag", what: "a run of workers" },
  ],
  outputs: ["csv"],
  load: () => import("./run.ts"),
};
