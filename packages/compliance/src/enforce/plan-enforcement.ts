import { type TagRecord, type TagRules, type TagSet, toTagRecord } from "@crosstag/core";
import { stateRuleOf } from "@crosstag/core/driver";
import type { StateRule } from "@crosstag/core/driver";
import { refuseUnknownOptions, type OptionNames } from "@crosstag/core/internal";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { CompiledPolicy } from "../check/compile-policy.ts";
import { evaluatePolicy, type Evaluation, type OpenProblem } from "../check/evaluate-policy.ts";
import { FIX_KINDS, type Finding, type TagFix } from "../check/problem.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import { isDay } from "../policy/value-formats.ts";
import { applyFix } from "./apply-fix.ts";
import { fitsCloud, isAcceptable, isKept } from "./is-acceptable.ts";

/** Options of `planEnforcement`. */
export interface EnforcementOptions {
  /** Waived findings are not fixed. */
  readonly waivers?: CompiledWaivers;
  /** The cloud's rules for this kind of resource: what it would refuse needs manual action. */
  readonly rules?: TagRules;
  /** What the states of resources prevent in the cloud. Default: nothing that is known. */
  readonly stateRules?: readonly StateRule[] | undefined;
  /** Tag keys that must not change, even if the policy requires it: other software acts on them. */
  readonly keeps?: (tagKey: string) => boolean;
  /** Tags to set, if absent, on resources that still violate the policy: for example a deadline for the owner. */
  readonly marks?: Readonly<Record<string, string>>;
  /** Marks to remove from compliant resources, if their value is a date. */
  readonly unmarks?: readonly string[];
}

const OPTIONS: OptionNames<EnforcementOptions> = {
  waivers: true,
  rules: true,
  stateRules: true,
  keeps: true,
  marks: true,
  unmarks: true,
};

/** What can be fixed on one resource. */
export interface Enforcement {
  /** All tags that the resource should have. Undefined: nothing to change. */
  readonly desired: TagRecord | undefined;
  /** The fixes that lead to the desired tags, in the order in which they apply. */
  readonly fixes: readonly AppliedFix[];
  /** Findings that cannot be fixed automatically. */
  readonly manual: readonly ManualAction[];
}

/** A fix that is part of the desired tags. */
export interface AppliedFix {
  /** The rule; `mark` for a mark that is set, `unmark` for one that is removed. */
  readonly rule: string;
  /** What changes. */
  readonly fix: TagFix;
}

/** A finding that needs manual action. */
export interface ManualAction {
  /** The finding. */
  readonly finding: Finding;
  /** Why it needs manual action. */
  readonly why: string;
}

/** More rounds than the dependent rules of any real policy need. */
const MOST_ROUNDS = 50;

/**
 * What can be fixed on one resource without guessing. It depends on the policy and the tags alone, so two enforcers
 * plan the same. It ends when nothing more can be fixed, so a second run plans nothing.
 */
export function planEnforcement(
  policy: CompiledPolicy,
  resource: CheckableResource,
  options: EnforcementOptions = {},
): Enforcement {
  refuseUnknownOptions("planEnforcement", options, OPTIONS);
  const refused = refusedBy(resource, options);
  if (refused !== undefined) return untouched(policy, resource, refused, options);
  const fixes: AppliedFix[] = [];
  const seen = new Set<string>();
  let current = resource;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const evaluation = evaluatePolicy(policy, current, options.waivers);
    const step = nextStep(policy, current, evaluation, options);
    if (step.length === 0) return ending(resource, current, evaluation, { fixes, ...options });
    const state = JSON.stringify(toTagRecord(current.tags));
    if (seen.has(state)) break;
    seen.add(state);
    fixes.push(...step);
    current = withTags(
      current,
      step.reduce((tags, { fix }) => applyFix(tags, fix), current.tags),
    );
  }
  // Fixing would never end: nothing is changed at all, and the next run reports the same.
  const { open } = evaluatePolicy(policy, resource, options.waivers);
  const why = "The rules of the policy contradict each other for these tags: fixing one breaks another.";
  return { desired: undefined, fixes: [], manual: open.map(({ finding }) => ({ finding, why })) };
}

function ending(
  before: CheckableResource,
  after: CheckableResource,
  { open }: Evaluation,
  { fixes, keeps }: Pick<EnforcementOptions, "keeps"> & { readonly fixes: readonly AppliedFix[] },
): Enforcement {
  const manual = open.map((problem) => ({ finding: problem.finding, why: whyManual(problem, keeps) }));
  // A change that was reverted by a later fix is not a change.
  const changed = !sameTags(before.tags, after.tags);
  return { desired: changed ? toTagRecord(after.tags) : undefined, fixes: changed ? fixes : [], manual };
}

function refusedBy(resource: CheckableResource, { stateRules }: EnforcementOptions): StateRule | undefined {
  return stateRuleOf(stateRules, "writeTags", resource) ?? stateRuleOf(stateRules, "removeTags", resource);
}

/** The cloud refuses to change its tags: a plan would fail in every run until its state changes. */
function untouched(
  policy: CompiledPolicy,
  resource: CheckableResource,
  { reason, fix }: StateRule,
  { waivers }: EnforcementOptions,
): Enforcement {
  const why = fix === undefined ? reason : `${reason} ${fix}`;
  const { open } = evaluatePolicy(policy, resource, waivers);
  return { desired: undefined, fixes: [], manual: open.map(({ finding }) => ({ finding, why })) };
}

function whyManual({ decide, mayFix, fix }: OpenProblem, keeps: EnforcementOptions["keeps"]): string {
  if (fix === undefined) return decide;
  if (!mayFix) return "The rule has `fix: false`.";
  return isKept(fix, keeps) ? "Other software acts on this tag. To change it: --change-software-tags." : decide;
}

/** The next fixes: all of one kind, each tag key once. */
function nextStep(
  policy: CompiledPolicy,
  resource: CheckableResource,
  evaluation: Evaluation,
  options: EnforcementOptions,
): readonly AppliedFix[] {
  const { open } = evaluation;
  const fixable = open.filter(({ fix, mayFix }) => fix !== undefined && mayFix);
  for (const kind of FIX_KINDS) {
    const step: AppliedFix[] = [];
    let tags = resource.tags;
    for (const { fix, rule } of agreed(fixable.filter((problem) => problem.fix?.kind === kind))) {
      if (!isAcceptable(fix, { policy, before: withTags(resource, tags), open, options })) continue;
      tags = applyFix(tags, fix);
      step.push({ rule, fix });
    }
    if (step.length > 0) return step;
  }
  return open.length === 0 ? nextUnmark(policy, resource, options) : nextMark(policy, resource, evaluation, options);
}

/** The fixes that no other fix of the same kind contradicts, each once, in an order independent of that of the rules. */
function agreed(problems: readonly OpenProblem[]): readonly AppliedFix[] {
  const byKey = new Map<string, AppliedFix | "contradiction">();
  const claim = (key: string, applied: AppliedFix) => {
    const earlier = byKey.get(key);
    if (earlier === undefined) byKey.set(key, applied);
    else if (earlier !== "contradiction" && !agree(earlier.fix, applied.fix)) byKey.set(key, "contradiction");
  };
  const all = problems
    .flatMap(({ fix, finding: { rule } }) => (fix === undefined ? [] : [{ rule, fix }]))
    // Of two spellings with one value, the same one is first in any order of rules and tags.
    .toSorted((one, other) => compare(one.fix.from ?? "", other.fix.from ?? "") || compare(one.rule, other.rule));
  for (const applied of all) {
    claim(applied.fix.tagKey, applied);
    // One tag must not be renamed to two.
    if (applied.fix.from !== undefined) claim(applied.fix.from, applied);
  }
  return all
    .filter(
      (applied) =>
        byKey.get(applied.fix.tagKey) === applied &&
        (applied.fix.from === undefined || byKey.get(applied.fix.from) === applied),
    )
    .toSorted((one, other) => compare(one.fix.tagKey, other.fix.tagKey));
}

/** A mark is added last, and only if it breaks no rule itself. */
function nextMark(
  policy: CompiledPolicy,
  resource: CheckableResource,
  { open }: Evaluation,
  { marks = {}, rules, waivers, keeps }: EnforcementOptions,
): readonly AppliedFix[] {
  for (const [tagKey, value] of Object.entries(marks)) {
    if (keeps?.(tagKey) || resource.tags.has(tagKey) || !fitsCloud(resource.tags, tagKey, value, rules)) continue;
    const fix: TagFix = { kind: "add", tagKey, value };
    const marked = withTags(resource, applyFix(resource.tags, fix));
    const known = new Set(open.map(({ finding }) => finding.rule + finding.check));
    const breaks = evaluatePolicy(policy, marked, waivers).open.some(
      ({ finding }) =>
        finding.tagKey === tagKey || (finding.check === "maximum-tags" && !known.has(finding.rule + finding.check)),
    );
    if (!breaks) return [{ rule: "mark", fix }];
  }
  return [];
}

function nextUnmark(
  policy: CompiledPolicy,
  resource: CheckableResource,
  options: EnforcementOptions,
): readonly AppliedFix[] {
  const removals = (options.unmarks ?? []).map((tagKey): TagFix => ({ kind: "remove", tagKey }));
  const fix = removals.find(
    (one) =>
      isDay(resource.tags.get(one.tagKey) ?? "") && isAcceptable(one, { policy, before: resource, open: [], options }),
  );
  return fix === undefined ? [] : [{ rule: "unmark", fix }];
}

/** Two spellings of one key with the same value agree: they are renamed one after the other. */
function agree(one: TagFix, other: TagFix): boolean {
  return one.tagKey === other.tagKey && one.value === other.value;
}

function withTags(resource: CheckableResource, tags: TagSet): CheckableResource {
  return { ...resource, tags };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function sameTags(one: TagSet, other: TagSet): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
