import { checkResultingTags, checkTags, type TagRules, type TagSet } from "@crosstag/core";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { CompiledPolicy } from "../check/compile-policy.ts";
import { evaluatePolicy, type OpenProblem } from "../check/evaluate-policy.ts";
import type { Finding, TagFix } from "../check/problem.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import { applyFix } from "./apply-fix.ts";

export interface Circumstances {
  readonly policy: CompiledPolicy;
  /** The resource with the fixes that were accepted before this one. */
  readonly before: CheckableResource;
  /** What was wrong before any of them. */
  readonly open: readonly OpenProblem[];
  readonly options: {
    readonly waivers?: CompiledWaivers;
    readonly rules?: TagRules;
    readonly keeps?: (tagKey: string) => boolean;
  };
}

/** Whether a fix conflicts with no other rule, no waiver and no rule of the cloud. */
export function isAcceptable(fix: TagFix, { policy, before, open, options }: Circumstances): boolean {
  const { kind, tagKey, value, from } = fix;
  const { waivers, rules, keeps } = options;
  if (isKept(fix, keeps)) return false;
  if (value !== undefined && !fitsCloud(withoutKey(before.tags, from), tagKey, value, rules)) return false;
  const there = before.tags.get(tagKey);
  if (kind === "rename" && there !== undefined && there !== value) return false;
  // What another tag is made from is not taken away before that is done.
  if (kind === "remove" && open.some((problem) => problem.fix?.madeFrom?.includes(tagKey))) return false;
  // A tag of which it is not clear which spelling counts must not get a default beside it, waived or not.
  if (kind === "add" && evaluatePolicy(policy, before).open.some(({ fix: other }) => isRenameTo(other, tagKey)))
    return false;
  const after: CheckableResource = { ...before, tags: applyFix(before.tags, fix) };
  if (waivers !== undefined && endsWaiver(policy, before, after, waivers)) return false;
  // That a tag may be missing for a while is no reason to take it away.
  return !evaluatePolicy(policy, after, kind === "remove" ? undefined : waivers).open.some(({ finding }) =>
    isInTheWay(fix, finding),
  );
}

/** Whether it would change a tag that is to stay as it is. */
export function isKept({ tagKey, from }: TagFix, keeps: ((tagKey: string) => boolean) | undefined): boolean {
  return keeps !== undefined && (keeps(tagKey) || (from !== undefined && keeps(from)));
}

export function fitsCloud(before: TagSet, key: string, value: string, rules: TagRules | undefined): boolean {
  if (rules === undefined) return true;
  const tag = [{ key, value }];
  return [...checkTags(tag, rules), ...checkResultingTags(before, tag, rules)].every(
    ({ severity }) => severity !== "error",
  );
}

/** A renamed tag takes what is wrong with its value along; what is about its keys would be new. */
function isInTheWay({ kind, tagKey, from }: TagFix, finding: Finding): boolean {
  if (kind === "rename")
    return (
      (finding.tagKey === from && finding.check === "required") ||
      (finding.tagKey === tagKey && (finding.check === "forbidden" || finding.check === "key-spelling"))
    );
  return finding.tagKey === tagKey || (kind === "add" && finding.check === "maximum-tags");
}

/** A waiver may depend on the tag that is fixed: what it covered would be fixed next, and lost. */
function endsWaiver(
  policy: CompiledPolicy,
  before: CheckableResource,
  after: CheckableResource,
  waivers: CompiledWaivers,
): boolean {
  const covered = new Set(evaluatePolicy(policy, before, waivers).suppressed.map(({ finding }) => nameOf(finding)));
  return evaluatePolicy(policy, after, waivers).open.some(({ finding }) => covered.has(nameOf(finding)));
}

function nameOf({ rule, check, tagKey = "" }: Finding): string {
  return JSON.stringify([rule, check, tagKey]);
}

function isRenameTo(fix: TagFix | undefined, tagKey: string): boolean {
  return fix?.kind === "rename" && fix.tagKey === tagKey;
}

function withoutKey(tags: TagSet, key: string | undefined): TagSet {
  if (key === undefined) return tags;
  const rest = new Map(tags);
  rest.delete(key);
  return rest;
}
