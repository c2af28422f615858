import type { CommandDefinition } from "../../command-definition.ts";
import { namingClouds } from "../../command-options/naming-clouds.ts";

/** The syntax of `crosstag clouds`. */
export const cloudsCommand: CommandDefinition = {
  name: "clouds",
  summary: "show the accounts and regions that the configuration stands for",
  excess: namingClouds("clouds"),
  options: [
    {
      flags: "--check",
      description: "also ask for the account of the credentials of each account, by assuming its role",
    },
  ],
  examples: [
    { line: "crosstag clouds", what: "what each entry stands for; no call to a KMS" },
    { line: "crosstag clouds --check --account '1111*'", what: "do the roles of these accounts work?" },
  ],
  load: () => import("./run.ts"),
};
