import type { OptionDefinition } from "../command-syntax.ts";

/** For every command that shows a plan. */
export const EXPAND: OptionDefinition = {
  flags: "--expand",
  description: "show every resource of a plan by itself, instead of equal changes once with a count",
};

/** The option as a command receives it. */
export interface ExpandOption {
  /** Whether each resource is shown by itself. Default: equal changes are shown once, with a count. */
  readonly expand?: boolean;
}
