import type { CommandDefinition } from "../../command-definition.ts";
import { namingClouds } from "../../command-options/naming-clouds.ts";

/** The syntax of `crosstag doctor`. */
export const doctorCommand: CommandDefinition = {
  name: "doctor",
  summary: "check that the configured clouds can be used, and show how to fix what prevents it",
  excess: namingClouds("doctor"),
  examples: [
    { line: "crosstag doctor", what: "settings, credentials, account, clock and permission to list, cloud by cloud" },
    { line: "crosstag doctor --cloud production --output json", what: "one cloud, for a program" },
  ],
  load: () => import("./run.ts"),
};
