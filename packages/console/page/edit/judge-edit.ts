import {
  checkResultingTags,
  checkTagKeys,
  checkTagList,
  checkTags,
  type TagRules,
  type Violation,
} from "@crosstag/core";
import { setAndRemove, type ResourceEdit } from "./resource-edit.ts";

/** Finds the rules for a kind of resources of a cloud; undefined if they are not known. */
export type RulesOf = (resource: Pick<ResourceEdit, "provider" | "kind">) => TagRules | undefined;

/** What its cloud demands of an edit, before anything is sent. None if the rules are not known: the plan shows it then. */
export function judgeEdit(
  { provider, kind, before, changes }: Pick<ResourceEdit, "provider" | "kind" | "before" | "changes">,
  rulesOf: RulesOf,
): readonly Violation[] {
  const { set: pairs, remove } = setAndRemove({ changes });
  const set = pairs.map(([key, value]) => ({ key, value }));
  const rules = rulesOf({ provider, kind });
  const own = set.length === 0 ? [] : checkTagList(set, { positions: false });
  if (rules === undefined) return own;
  const left = new Map([...before].filter(([key]) => !remove.includes(key)));
  const found = [
    ...own,
    ...checkTags(set, rules, { positions: false }),
    ...checkResultingTags(left, set, rules),
    ...checkTagKeys(remove, rules),
  ];
  // Both checks of all tags find the same if all tags are new.
  return found.filter(({ message }, index) => found.findIndex((other) => other.message === message) === index);
}

/** Whether the cloud would refuse the edit. */
export function isRefused(violations: readonly Violation[]): boolean {
  return violations.some(({ severity }) => severity === "error");
}
