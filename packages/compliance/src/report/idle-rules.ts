import type { CheckSummary } from "./check-summary.ts";

/** What is odd about a check as a whole: a rule with a misspelt scope holds for nothing, and so finds nothing. */
export function idleRules({ rules, verdicts }: Pick<CheckSummary, "rules" | "verdicts">): readonly string[] {
  // If no resource could be judged, nothing is known about the rules.
  if (verdicts.compliant + verdicts.violating + verdicts.suppressed === 0) return [];
  return rules
    .filter(({ applied }) => applied === 0)
    .map(({ id }) => `The rule ${JSON.stringify(id)} applies to none of the resources that were checked.`);
}
