import type { OptionDefinition } from "../command-syntax.ts";

/** The folder of runs. */
export const JOURNAL: OptionDefinition = {
  flags: "--journal <folder>",
  description: "folder that keeps the runs (default: $XDG_STATE_HOME/crosstag/runs)",
  completes: "file",
};

/** Guards against plans that change more than was meant. */
export const PLAN_LIMITS: readonly OptionDefinition[] = [
  {
    flags: "--max-changes <number>",
    description: "refuse a plan that changes more resources than this",
    integer: true,
  },
  {
    flags: "--max-accounts <number>",
    description: "refuse a plan that changes resources in more accounts than this",
    integer: true,
  },
];

/** Options of every command that applies a plan. */
export const RUN_OPTIONS: readonly OptionDefinition[] = [
  ...PLAN_LIMITS,
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
    completes: "report",
    suggestions: ["junit="],
  },
  JOURNAL,
];

/** Allows two runs of one plan at once. */
export const ALLOW_CONCURRENT: OptionDefinition = {
  flags: "--allow-concurrent",
  description: "continue even if another run is applying the same plan",
};
