import type { CommandDefinition } from "../../command-definition.ts";
import { namingClouds } from "../../command-options/naming-clouds.ts";

/** The syntax of `crosstag console`. */
export const consoleCommand: CommandDefinition = {
  name: "console",
  summary: "open a page on this machine: inventory, edits that become plans, runs, compliance",
  excess: namingClouds("console"),
  options: [
    { flags: "--port <port>", description: "port of 127.0.0.1; 0 for any free one (default: 8484)", integer: true },
    {
      flags: "--local",
      description: "work on local clouds that the command starts; without a configuration file, this is the default",
    },
    {
      flags: "--live",
      description: "pages that try out operations send to the configured clouds, not to local ones",
    },
    { flags: "--keys <number>", description: "number of keys of each local cloud (default: 200)", integer: true },
    {
      flags: "--policy <file>",
      description: "policy for checks (default: none; the page asks for one)",
      completes: "file",
    },
    {
      flags: "--state <folder>",
      description:
        "folder for plans, runs and evidence (default: in the state folder of the user; of local clouds, a temporary one)",
      completes: "file",
    },
  ],
  examples: [
    { line: "crosstag console", what: "the clouds of crosstag.yaml, or local clouds if there is none; Ctrl-C ends it" },
    { line: "crosstag console --local --keys 1000", what: "made-up clouds, to try everything without an account" },
  ],
  load: () => import("./run.ts"),
};
