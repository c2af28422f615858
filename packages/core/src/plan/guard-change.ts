import { checkResultingTags } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { PlannedResourceChange, SkippedResource } from "./plan-entry.ts";
import { skipResource } from "./plan-resource.ts";
import type { PlanTally } from "./plan-tally.ts";
import { softwareBehind } from "./software-tags.ts";

export interface ChangeGuard {
  readonly tally: PlanTally;
  readonly changeSoftwareTags: boolean;
  readonly policyTagKeys: ReadonlySet<string>;
}

/** Holds a change against what else depends on tags: warns, or leaves the resource alone. */
export function guardChange(
  entry: PlannedResourceChange,
  rules: TagRules,
  { tally, changeSoftwareTags, policyTagKeys }: ChangeGuard,
): PlannedResourceChange | SkippedResource {
  const touched = [...Object.keys(entry.set), ...entry.remove];
  for (const tagKey of touched) {
    const software = softwareBehind(tagKey);
    if (software === undefined) continue;
    tally.warn(
      {
        rule: "crosstag.drives-software",
        tagKey,
        message: `${software.software} ${software.effect}: the tag key ${JSON.stringify(tagKey)}.`,
        fix: changeSoftwareTags
          ? "Make sure that this is what you want before you apply the plan."
          : "Leave it out, or allow it (changeSoftwareTags; on the command line --change-software-tags).",
      },
      entry.reference,
    );
    if (!changeSoftwareTags) {
      const { scope, reference, kind } = entry;
      return skipResource(
        { scope, reference, kind },
        "drives-software",
        `${software.software} ${software.effect}: ${JSON.stringify(tagKey)}.`,
        [tagKey],
      );
    }
  }
  for (const tagKey of touched.filter((key) => isReferredTo(key, policyTagKeys))) {
    const what = entry.remove.includes(tagKey) ? "would be taken away" : "would get another value";
    tally.warn(
      {
        rule: "crosstag.policy-refers",
        tagKey,
        message: `A policy refers to the tag key ${JSON.stringify(tagKey)}, which ${what}: who may use the resource can change.`,
        fix: "Read the policy before you apply the plan.",
      },
      entry.reference,
    );
  }
  const left = new Map(Object.entries(entry.before).filter(([key]) => !entry.remove.includes(key)));
  const set = Object.entries(entry.set).map(([key, value]) => ({ key, value }));
  for (const { rule, key, message, fix, severity } of checkResultingTags(left, set, rules)) {
    if (severity === "warning" && key !== undefined) tally.warn({ rule, tagKey: key, message, fix }, entry.reference);
  }
  return entry;
}

/** Some conditions tell upper and lower case apart, others do not: a warning too many is the better mistake. */
function isReferredTo(tagKey: string, policyTagKeys: ReadonlySet<string>): boolean {
  if (policyTagKeys.size === 0) return false;
  const folded = tagKey.toLowerCase();
  return [...policyTagKeys].some((known) => known.toLowerCase() === folded);
}
