import type { CheckSummary } from "./check-summary.ts";

/** What is odd about a check as a whole: a rule with a misspelt scope holds for nothing, and so finds nothing. */
export function idleRules({ rules, results }: Pick<CheckSummary, "rules" | "results">): readonly string[] {
  // If no resource could be judged, nothing is known about the rules.
  if (results.compliant + results.violating + results.suppressed === 0) return [];
  return rules
    .filter(({ applied }) => applied === 0)
    .map(({ id }) => `The rule ${JSON.stringify(id)} applies to none of the resources that were checked.`);
}
