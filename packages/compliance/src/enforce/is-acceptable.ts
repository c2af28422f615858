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
  /** The open problems before any of them. */
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
  // A source tag is not removed before the tag that is derived from it is set.
  if (kind === "remove" && open.some((problem) => problem.fix?.madeFrom?.includes(tagKey))) return false;
  // If a key has several spellings and it is not clear which counts, no default is added, waived or not.
  if (kind === "add" && evaluatePolicy(policy, before).open.some(({ fix: other }) => isRenameTo(other, tagKey)))
    return false;
  const after: CheckableResource = { ...before, tags: applyFix(before.tags, fix) };
  if (waivers !== undefined && endsWaiver(policy, before, after, waivers)) return false;
  // A waiver that allows a tag to be missing is not a reason to remove it.
  return !evaluatePolicy(policy, after, kind === "remove" ? undefined : waivers).open.some(({ finding }) =>
    isInTheWay(fix, finding),
  );
}

/** Whether the fix would change a tag that must not change. */
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

/** A rename keeps findings about the value. Only findings about the keys can be new. */
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
