import type { CommandDefinition } from "../../command-definition.ts";

/** The syntax of `crosstag serve`. */
export const serveCommand: CommandDefinition = {
  name: "serve",
  summary: "make tokens for callers of the HTTP service",
  operands: [
    {
      syntax: "<action>",
      description: "token: print a new token for a caller, and what the access file needs",
      choices: ["token"],
    },
  ],
  options: [{ flags: "--name <name>", description: "with token: the caller (default: my-team)" }],
  examples: [
    { line: "crosstag init access", what: "writes crosstag-access.yaml to start with" },
    { line: "crosstag serve token --name team-payments", what: "prints a token once, and its hash" },
  ],
  load: () => import("./run.ts"),
};
