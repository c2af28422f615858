import type { CheckSummary } from "./check-summary.ts";

/** Warnings about rules that apply to no resource, for example because of a misspelled scope. */
export function idleRules({ rules, results }: Pick<CheckSummary, "rules" | "results">): readonly string[] {
  // If no resource could be read, nothing is known about the rules.
  if (results.compliant + results.violating + results.suppressed === 0) return [];
  return rules
    .filter(({ applied }) => applied === 0)
    .map(({ id }) => `The rule ${JSON.stringify(id)} applies to none of the checked resources.`);
}
