import type { OptionDefinition } from "../command-syntax.ts";
import { CONDITION_OPTIONS } from "./condition-options.ts";
import { EXPAND } from "./expand.ts";
import { KIND_FILTER } from "./resource-options.ts";
import { JOURNAL, PLAN_LIMITS } from "./run-options.ts";

/** Options of commands that change the resources that conditions select, as a plan and a run. */
export const MATCHING_OPTIONS: readonly OptionDefinition[] = [
  ...CONDITION_OPTIONS,
  KIND_FILTER,
  {
    flags: "--undoable",
    description: "without conditions: change the named resources as a run, which `crosstag undo` can undo",
  },
  { flags: "--yes", description: "with conditions: do not ask for confirmation" },
  { flags: "--change-software-tags", description: "with conditions: also change tags that other software depends on" },
  EXPAND,
  ...PLAN_LIMITS,
  JOURNAL,
];
