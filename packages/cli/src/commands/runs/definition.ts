import type { CommandDefinition } from "../../command-definition.ts";
import { EXPAND } from "../../command-options/expand.ts";
import { JOURNAL } from "../../command-options/run-options.ts";

/** The syntax of `crosstag runs`. */
export const runsCommand: CommandDefinition = {
  name: "runs",
  summary: "list runs, show what one did, or verify its journal",
  operands: [
    {
      syntax: "[action]",
      description: "list, show or verify (default: list)",
      choices: ["list", "show", "verify"],
      otherwise: (given) => `To show the run ${given}: crosstag runs show ${given}`,
    },
    { syntax: "[run]", description: "id of a run, the beginning of it, or: latest", completes: "run" },
  ],
  options: [
    { flags: "--plan", description: "with show: show the plan that the run applies" },
    EXPAND,
    { flags: "--expect <hash>", description: "with verify: the hash that the journal must end with" },
    JOURNAL,
  ],
  examples: [
    { line: "crosstag runs", what: "all of them, the newest first" },
    { line: "crosstag runs verify latest", what: "checks that its records form an unbroken chain" },
    { line: "crosstag runs verify latest --expect sha256:…", what: "checks that it is unchanged since the run" },
  ],
  outputs: ["csv"],
  load: () => import("./run.ts"),
};
