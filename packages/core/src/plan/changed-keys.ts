import type { PlannedResourceChange } from "./plan-entry.ts";

/** The tag keys that a change of a plan sets or removes. */
export function changedKeys({ set, remove }: Pick<PlannedResourceChange, "set" | "remove">): readonly string[] {
  return [...Object.keys(set), ...remove];
}
