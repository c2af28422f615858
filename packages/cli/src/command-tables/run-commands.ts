import type { CommandDefinition } from "../command-definition.ts";
import type { OptionDefinition } from "../command-syntax.ts";

const JOURNAL: OptionDefinition = {
  flags: "--journal <folder>",
  description: "folder that keeps the runs (default: $XDG_STATE_HOME/crosstag/runs)",
  completes: "file",
};
/** What every command takes that applies a plan. */
const RUN_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--max-failures <number>",
    description: "stop when more resources than this have failed: a number, or a percentage of the changes such as 5%",
  },
  {
    flags: "--limit <number>",
    description: "stop after this many resources; `crosstag resume` continues",
    integer: true,
  },
  {
    flags: "--canary <number>",
    description: "change this many resources first, and continue only if reading them back shows the changes",
    integer: true,
  },
  { flags: "--no-verify", description: "do not read back what was written" },
  {
    flags: "--progress <form>",
    description: "how to show progress on standard error",
    choices: ["auto", "plain", "jsonl", "off"],
    default: "auto",
  },
  {
    flags: "--report <report>",
    description: "also write a report: junit=results.xml; repeatable",
    repeatable: true,
  },
  JOURNAL,
];

const ALLOW_CONCURRENT: OptionDefinition = {
  flags: "--allow-concurrent",
  description: "continue even if another run is applying the same plan",
};

/** Commands that apply plans, and that show or undo runs. */
export const RUN_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "apply",
    summary: "apply a plan as fast as the quotas allow, as a run that can be resumed and undone",
    operands: [{ syntax: "<plan>", description: "a plan file" }],
    options: [
      {
        flags: "--digest <hash>",
        description: "refuse the plan unless it has this digest, as printed by `crosstag plan`",
      },
      ...RUN_OPTIONS,
      ALLOW_CONCURRENT,
    ],
    examples: [
      { line: "crosstag apply plan.json", what: "all of it" },
      { line: "crosstag apply plan.json --digest sha256:…", what: "only the plan that was reviewed" },
      { line: "crosstag apply plan.json --canary 10 --max-failures 1%", what: "carefully" },
    ],
    load: () => import("../commands/apply.ts"),
  },
  {
    name: "resume",
    summary: "continue a run that was interrupted, without repeating finished work",
    operands: [{ syntax: "<run>", description: "id of a run, the beginning of it, or: latest" }],
    options: [...RUN_OPTIONS, ALLOW_CONCURRENT],
    examples: [{ line: "crosstag resume latest", what: "the latest run" }],
    load: () => import("../commands/resume.ts"),
  },
  {
    name: "undo",
    summary: "restore the tags that a run changed, unless they have been changed since",
    operands: [{ syntax: "<run>", description: "id of a run, the beginning of it, or: latest" }],
    options: [
      { flags: "--out <file>", description: "write the plan for the undo instead of applying it", completes: "file" },
      { flags: "--yes", description: "do not ask for confirmation" },
      ...RUN_OPTIONS,
    ],
    examples: [
      { line: "crosstag undo latest", what: "shows the changes and asks for confirmation" },
      { line: "crosstag undo 20261125-072011 --out back.json", what: "for review; then: crosstag apply back.json" },
    ],
    load: () => import("../commands/undo.ts"),
  },
  {
    name: "runs",
    summary: "list runs, show what one did, or verify its journal",
    operands: [
      {
        syntax: "[action]",
        description: "list, show or verify (default: list)",
        choices: ["list", "show", "verify"],
        otherwise: (given) => `To show the run ${given}: crosstag runs show ${given}`,
      },
      { syntax: "[run]", description: "id of a run, the beginning of it, or: latest" },
    ],
    options: [
      { flags: "--plan", description: "with show: show the plan that the run applies" },
      { flags: "--expect <hash>", description: "with verify: the hash that the journal must end with" },
      JOURNAL,
    ],
    examples: [
      { line: "crosstag runs", what: "all of them, the newest first" },
      { line: "crosstag runs verify latest", what: "checks that its records form an unbroken chain" },
      { line: "crosstag runs verify latest --expect sha256:…", what: "checks that it is unchanged since the run" },
    ],
    load: () => import("../commands/runs.ts"),
  },
];
