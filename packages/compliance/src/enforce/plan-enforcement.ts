import { type TagRecord, type TagRules, type TagSet, toTagRecord } from "@crosstag/core";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { CompiledPolicy } from "../check/compile-policy.ts";
import { evaluatePolicy, type Evaluation, type OpenProblem } from "../check/evaluate-policy.ts";
import { MEND_KINDS, type Finding, type Mend } from "../check/problem.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import { isDay } from "../policy/value-formats.ts";
import { applyMend } from "./apply-mend.ts";
import { fitsCloud, isAcceptable, isKept } from "./is-acceptable.ts";

export interface EnforcementOptions {
  /** What is waived is not mended. */
  readonly waivers?: CompiledWaivers;
  /** The cloud's rules for this kind of resource: what it would refuse is left to people. */
  readonly rules?: TagRules;
  /** Tag keys that are not changed, whatever the policy says: other software acts on them. */
  readonly keeps?: (tagKey: string) => boolean;
  /** Tags that are set, where they are absent, on resources that still violate the policy: a deadline for their owner. */
  readonly marks?: Readonly<Record<string, string>>;
  /** Marks that are taken away again where nothing is wrong any more; only where the value is a day. */
  readonly unmarks?: readonly string[];
}

export interface Enforcement {
  /** All tags that the resource should have. Undefined: nothing is to be changed. */
  readonly wanted: TagRecord | undefined;
  readonly mended: readonly Mended[];
  readonly left: readonly LeftToPeople[];
}

export interface Mended {
  /** The rule behind it; `mark` for a mark, `unmark` for one that goes. */
  readonly rule: string;
  readonly mend: Mend;
}

export interface LeftToPeople {
  readonly finding: Finding;
  /** Why a person must decide. */
  readonly why: string;
}

/** More rounds than rules that follow from each other in any honest policy. */
const MOST_ROUNDS = 50;

/**
 * What can be mended on one resource without guessing. Depends on the policy and the tags alone, so that two enforcers
 * want the same; and ends where nothing more can be mended, so that a second run wants nothing.
 */
export function planEnforcement(
  policy: CompiledPolicy,
  resource: CheckableResource,
  options: EnforcementOptions = {},
): Enforcement {
  if (resource.kind === "key" && resource.state === "pending-deletion") return untouched(policy, resource, options);
  const mended: Mended[] = [];
  const seen = new Set<string>();
  let current = resource;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const evaluation = evaluatePolicy(policy, current, options.waivers);
    const step = nextStep(policy, current, evaluation, options);
    if (step.length === 0) return ending(resource, current, evaluation, { mended, ...options });
    const state = JSON.stringify(toTagRecord(current.tags));
    if (seen.has(state)) break;
    seen.add(state);
    mended.push(...step);
    current = withTags(
      current,
      step.reduce((tags, { mend }) => applyMend(tags, mend), current.tags),
    );
  }
  // Mending would go round and round: nothing is changed at all, and the next run says the same.
  const { open } = evaluatePolicy(policy, resource, options.waivers);
  const why = "The rules of the policy contradict each other for these tags: mending one breaks another.";
  return { wanted: undefined, mended: [], left: open.map(({ finding }) => ({ finding, why })) };
}

function ending(
  before: CheckableResource,
  after: CheckableResource,
  { open }: Evaluation,
  { mended, keeps }: Pick<EnforcementOptions, "keeps"> & { readonly mended: readonly Mended[] },
): Enforcement {
  const left = open.map((problem) => ({ finding: problem.finding, why: whyLeft(problem, keeps) }));
  // What was changed there and back again is no change.
  const changed = !sameTags(before.tags, after.tags);
  return { wanted: changed ? toTagRecord(after.tags) : undefined, mended: changed ? mended : [], left };
}

/** Both clouds refuse to change tags then; a plan would fail with every run until the key is gone. */
function untouched(policy: CompiledPolicy, resource: CheckableResource, { waivers }: EnforcementOptions): Enforcement {
  const why = "The key waits for its deletion, and its tags cannot be changed; cancel that, or leave it.";
  const { open } = evaluatePolicy(policy, resource, waivers);
  return { wanted: undefined, mended: [], left: open.map(({ finding }) => ({ finding, why })) };
}

function whyLeft({ decide, mends, mend }: OpenProblem, keeps: EnforcementOptions["keeps"]): string {
  if (mend === undefined) return decide;
  if (!mends) return "The rule says that only people mend what it finds.";
  return isKept(mend, keeps) ? "Other software acts on this tag; changing it has to be allowed." : decide;
}

/** What can be done next; all of one kind, each tag key once. */
function nextStep(
  policy: CompiledPolicy,
  resource: CheckableResource,
  evaluation: Evaluation,
  options: EnforcementOptions,
): readonly Mended[] {
  const { open } = evaluation;
  const mendable = open.filter(({ mend, mends }) => mend !== undefined && mends);
  for (const kind of MEND_KINDS) {
    const step: Mended[] = [];
    let tags = resource.tags;
    for (const { mend, rule } of agreed(mendable.filter((problem) => problem.mend?.kind === kind))) {
      if (!isAcceptable(mend, { policy, before: withTags(resource, tags), open, options })) continue;
      tags = applyMend(tags, mend);
      step.push({ rule, mend });
    }
    if (step.length > 0) return step;
  }
  return open.length === 0 ? nextUnmark(policy, resource, options) : nextMark(policy, resource, evaluation, options);
}

/** The mends that no other one of the same kind contradicts, each once; in an order that is not that of the rules. */
function agreed(problems: readonly OpenProblem[]): readonly Mended[] {
  const byKey = new Map<string, Mended | "contradiction">();
  const claim = (key: string, mended: Mended) => {
    const earlier = byKey.get(key);
    if (earlier === undefined) byKey.set(key, mended);
    else if (earlier !== "contradiction" && !agree(earlier.mend, mended.mend)) byKey.set(key, "contradiction");
  };
  const all = problems
    .flatMap(({ mend, finding: { rule } }) => (mend === undefined ? [] : [{ rule, mend }]))
    // Of two spellings with one value, the same one goes first whatever the order of the rules and of the tags.
    .toSorted((one, other) => compare(one.mend.from ?? "", other.mend.from ?? "") || compare(one.rule, other.rule));
  for (const mended of all) {
    claim(mended.mend.tagKey, mended);
    // One tag must not be renamed to two.
    if (mended.mend.from !== undefined) claim(mended.mend.from, mended);
  }
  return all
    .filter(
      (mended) =>
        byKey.get(mended.mend.tagKey) === mended &&
        (mended.mend.from === undefined || byKey.get(mended.mend.from) === mended),
    )
    .toSorted((one, other) => compare(one.mend.tagKey, other.mend.tagKey));
}

/** A mark comes last, and only where it breaks no rule itself. */
function nextMark(
  policy: CompiledPolicy,
  resource: CheckableResource,
  { open }: Evaluation,
  { marks = {}, rules, waivers, keeps }: EnforcementOptions,
): readonly Mended[] {
  for (const [tagKey, value] of Object.entries(marks)) {
    if (keeps?.(tagKey) || resource.tags.has(tagKey) || !fitsCloud(resource.tags, tagKey, value, rules)) continue;
    const mend: Mend = { kind: "add", tagKey, value };
    const marked = withTags(resource, applyMend(resource.tags, mend));
    const known = new Set(open.map(({ finding }) => finding.rule + finding.check));
    const breaks = evaluatePolicy(policy, marked, waivers).open.some(
      ({ finding }) =>
        finding.tagKey === tagKey || (finding.check === "maximum-tags" && !known.has(finding.rule + finding.check)),
    );
    if (!breaks) return [{ rule: "mark", mend }];
  }
  return [];
}

function nextUnmark(
  policy: CompiledPolicy,
  resource: CheckableResource,
  options: EnforcementOptions,
): readonly Mended[] {
  const mends = (options.unmarks ?? []).map((tagKey): Mend => ({ kind: "remove", tagKey }));
  const mend = mends.find(
    (one) =>
      isDay(resource.tags.get(one.tagKey) ?? "") && isAcceptable(one, { policy, before: resource, open: [], options }),
  );
  return mend === undefined ? [] : [{ rule: "unmark", mend }];
}

/** Two spellings of one key with one value agree, and are renamed one after the other. */
function agree(one: Mend, other: Mend): boolean {
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
