import type { KmsProfile } from "@crosstag/core/driver";

/** The page of the cloud on which the profile rests a demand, if the title of the case names a rule or a state. */
export function pageOfDemand({ rules, stateRules = [] }: KmsProfile, title: string): string | undefined {
  const rule = rules.rules.find(({ id }) => title.includes(id));
  if (rule !== undefined) return rule.source;
  const spoken = title.replaceAll("-", " ");
  return stateRules.find(({ states }) => states.some((state) => spoken.includes(state.replaceAll("-", " "))))?.source;
}
