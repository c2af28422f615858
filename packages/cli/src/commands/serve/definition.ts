import type { CommandDefinition } from "../../command-definition.ts";
import { quoteForShell } from "../../output/quote-for-shell.ts";

/** The syntax of `crosstag serve`. */
export const serveCommand: CommandDefinition = {
  name: "serve",
  summary: "offer every operation over HTTP, or make tokens for callers",
  changes: true,
  operands: [
    {
      syntax: "[action]",
      description: "start, or token: print a new token for a caller, and what the access file needs (default: start)",
      choices: ["start", "token"],
    },
  ],
  excess: (word, [action]) =>
    action === "token" ? `To name the caller: crosstag serve token --name ${quoteForShell(word)}` : undefined,
  options: [
    { flags: "--host <address>", description: "address to listen on (default: 127.0.0.1, for this machine)" },
    { flags: "--port <port>", description: "port to listen on; 0: any that is free (default: 8483)", integer: true },
    {
      flags: "--access <file>",
      description: "callers, and what each may do (default: crosstag-access.yaml)",
      completes: "file",
    },
    { flags: "--open", description: "let every program on this machine in, without a token" },
    { flags: "--policy <file>", description: "policy for checks that bring none (default: none)", completes: "file" },
    {
      flags: "--state <folder>",
      description: "folder of plans, runs and journals (default: ~/.local/state/crosstag/service)",
      completes: "file",
    },
    {
      flags: "--flush-writes <when>",
      description:
        "when the record of a direct write is flushed to the disk: always, before anything is changed; every-second, faster, but a power failure can lose the last second (default: always)",
      choices: ["always", "every-second"],
    },
    { flags: "--tls-certificate <file>", description: "certificate with its chain, as PEM", completes: "file" },
    { flags: "--tls-key <file>", description: "key of the certificate, as PEM", completes: "file" },
    {
      flags: "--aws-errors <names>",
      description: "names of errors in the AWS protocol, which is offered if the access file has access keys",
      choices: ["aws", "qkms"],
    },
    {
      flags: "--drain <seconds>",
      description: "how long requests under way may take to end after SIGTERM or Ctrl-C (default: 30)",
      integer: true,
    },
    { flags: "--no-request-log", description: "do not write a line of JSON for each request" },
    { flags: "--name <name>", description: "with token: the caller (default: my-team)" },
  ],
  examples: [
    { line: "crosstag serve --open", what: "for programs on this machine, at http://127.0.0.1:8483" },
    { line: "crosstag init access", what: "writes crosstag-access.yaml to start with" },
    { line: "crosstag serve token --name team-payments", what: "prints a token once, and its hash" },
    {
      line: "crosstag serve --host 0.0.0.0 --tls-certificate service.pem --tls-key service.key",
      what: "for other machines, with the callers of crosstag-access.yaml",
    },
  ],
  load: () => import("./run.ts"),
};
