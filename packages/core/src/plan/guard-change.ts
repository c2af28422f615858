import { checkLookAlikes, checkResultingLookAlikes } from "../rules/check-tag-list.ts";
import { checkResultingTags } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { changedKeys } from "./changed-keys.ts";
import type { PlannedResourceChange, SkippedResource } from "./plan-entry.ts";
import { skipResource } from "./plan-resource.ts";
import type { ResourceWarning } from "./plan-tally.ts";
import { softwareBehind } from "./software-tags.ts";

export interface ChangeGuard {
  readonly changeSoftwareTags: boolean;
  readonly policyTagKeys: ReadonlySet<string>;
}

export interface GuardedChange {
  readonly entry: PlannedResourceChange | SkippedResource;
  readonly warnings: readonly ResourceWarning[];
}

/** Holds a change against what else depends on tags: warns, or leaves the resource alone. */
export function guardChange(
  entry: PlannedResourceChange,
  rules: TagRules,
  { changeSoftwareTags, policyTagKeys }: ChangeGuard,
): GuardedChange {
  const warnings: ResourceWarning[] = [];
  const touched = changedKeys(entry);
  for (const tagKey of touched) {
    const software = softwareBehind(tagKey);
    if (software === undefined) continue;
    warnings.push({
      rule: "crosstag.drives-software",
      tagKey,
      message: `${software.software} ${software.effect}: the tag key ${JSON.stringify(tagKey)}.`,
      fix: changeSoftwareTags
        ? "Make sure that this is what you want before you apply the plan."
        : "Leave it out, or allow it (changeSoftwareTags; on the command line --change-software-tags).",
    });
    if (!changeSoftwareTags) {
      const { scope, reference, kind } = entry;
      const detail = `${software.software} ${software.effect}: ${JSON.stringify(tagKey)}.`;
      return { entry: skipResource({ scope, reference, kind }, "drives-software", detail, [tagKey]), warnings };
    }
  }
  for (const tagKey of touched.filter((key) => isReferredTo(key, policyTagKeys))) {
    const changed = Object.hasOwn(entry.before, tagKey) ? "would get another value" : "would be added";
    const what = entry.remove.includes(tagKey) ? "would be removed" : changed;
    warnings.push({
      rule: "crosstag.policy-refers",
      tagKey,
      message: `A policy refers to the tag key ${JSON.stringify(tagKey)}, which ${what}: access to the resource may change.`,
      fix: "Read the policy before you apply the plan.",
    });
  }
  const left = new Map(Object.entries(entry.before).filter(([key]) => !entry.remove.includes(key)));
  const set = Object.entries(entry.set).map(([key, value]) => ({ key, value }));
  const found = [
    ...checkResultingTags(left, set, rules),
    ...checkLookAlikes(set).filter(({ rule }) => rule === "crosstag.unseen-characters"),
    ...checkResultingLookAlikes(left, set),
  ];
  for (const { rule, key, message, fix, severity } of found) {
    if (severity === "warning" && key !== undefined) warnings.push({ rule, tagKey: key, message, fix });
  }
  return { entry, warnings };
}

/** Some conditions tell upper and lower case apart, others do not: a warning too many is the better mistake. */
function isReferredTo(tagKey: string, policyTagKeys: ReadonlySet<string>): boolean {
  if (policyTagKeys.size === 0) return false;
  const folded = tagKey.toLowerCase();
  return [...policyTagKeys].some((known) => known.toLowerCase() === folded);
}
