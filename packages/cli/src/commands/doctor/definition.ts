import type { CommandDefinition } from "../../command-definition.ts";
import { quoteForShell } from "../../output/quote-for-shell.ts";

/** The syntax of `crosstag doctor`. */
export const doctorCommand: CommandDefinition = {
  name: "doctor",
  summary: "check that the configured clouds can be used, and show how to fix what prevents it",
  excess: (word) => `To select clouds: crosstag doctor --cloud ${quoteForShell(word)}`,
  examples: [
    { line: "crosstag doctor", what: "settings, credentials, account, clock and permission to list, cloud by cloud" },
    { line: "crosstag doctor --cloud production --output json", what: "one cloud, for a program" },
  ],
  load: () => import("./run.ts"),
};
