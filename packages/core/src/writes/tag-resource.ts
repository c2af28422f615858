import { itemAt, showsChange, writeBatches } from "../batching/batches.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { listTags, toTagSet } from "../model/tag-set.ts";
import type { Tag, TagSet } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";
import { placeResources } from "../reads/place-resources.ts";
import type { ParsedResources, Target } from "../reads/place-resources.ts";
import {
  checkAliases,
  checkCapability,
  checkForCloud,
  checkRequest,
  checkUnplaced,
  refuseOnErrors,
  rulesConcerned,
} from "../reads/request-checks.ts";
import { checkLookAlikes, checkResultingLookAlikes, checkTagList } from "../rules/check-tag-list.ts";
import { checkResultingTags, checkTags, isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { TagResourceRequest, TagResourceResult } from "./tag-requests.ts";
import {
  announce,
  announceWriting,
  markUnread,
  readBeforeWrite,
  resolveTargets,
  settleUnresolved,
  targetsByEngine,
  untouched,
  writeResult,
} from "./write-request.ts";
import type { ReadTarget, Settled, WriteDecision, WrittenTargets } from "./write-request.ts";
import { writeTags } from "./write-tags.ts";

/** Adds tags to resources: check, find the targets, and for each driver read, decide, write; one outcome for each. */
export async function tagResource(
  engines: readonly DriverEngine[],
  request: TagResourceRequest,
  scope: RequestScope,
): Promise<TagResourceResult> {
  checkRequest("tagResource", request);
  const tags = listTags(request.tags ?? []);
  const { resources, warnings } = await placeResources(engines, request.resources, scope, (parsed) =>
    checkTagRequest(request, tags, parsed),
  );
  const targets = await resolveTargets(resources, "writeTags", scope);
  const allowed = announceWriting(request, targets, scope);
  const unresolved = { settled: settleUnresolved(targets, scope), warnings };
  const written = await Promise.all(
    targetsByEngine(targets).map(([engine, ofEngine]) =>
      tagTargets(engine, ofEngine, { request, tags, warnings }, scope),
    ),
  );
  await allowed?.();
  return writeResult(targets, [unresolved, ...written], scope);
}

function checkTagRequest(
  request: TagResourceRequest,
  tags: readonly Tag[],
  { resources, violations, unplaced }: ParsedResources,
): readonly Violation[] {
  const { portableTo = [], reserved } = request;
  const kinds = [...new Set(resources.map(({ reference }) => reference.kind))];
  const listed = checkTagList(tags);
  return refuseOnErrors("tagResource", [
    ...(request.violations ?? []),
    ...violations,
    ...checkAliases(resources, request.resolveAliases),
    ...checkCapability(resources, "writeTags"),
    ...listed,
    // A list with things that are not text cannot be held against rules about text.
    ...(listed.some(({ rule }) => rule === "crosstag.not-a-string")
      ? []
      : [
          ...checkLookAlikes(tags),
          ...rulesConcerned(resources).flatMap((rules) => checkForCloud(tags, rules, reserved)),
          ...checkUnplaced(unplaced, (rules, kind) => checkForCloud(tags, rulesFor(rules, kind), reserved)),
          ...portableTo.flatMap((rules) => [
            ...kinds.flatMap((kind) => checkTags(tags, rulesFor(rules, kind))),
            ...checkUnplaced(unplaced, (_, kind) => checkTags(tags, rulesFor(rules, kind))),
          ]),
        ]),
  ]);
}

/** A request that was checked. */
interface CheckedRequest {
  readonly request: TagResourceRequest;
  readonly tags: readonly Tag[];
  /** What the check warns of. */
  readonly warnings: readonly Violation[];
}

async function tagTargets(
  engine: DriverEngine,
  targets: readonly Target[],
  checked: CheckedRequest,
  scope: RequestScope,
): Promise<WrittenTargets> {
  const { driver } = engine;
  const profile = { limits: driver.limits, quotas: engine.quotas.current };
  const { readFirst, dryRun } = checked.request;
  const sent = checked.tags.filter(({ key }) => !isReservedKey(key, driver.rules));
  if (sent.length === 0) {
    const settled = targets.map((target) => settle(target, { status: "skipped", reason: "only-reserved-tags" }));
    announce(settled, scope);
    return { settled, warnings: [] };
  }
  const change = { type: "set" as const, tags: toTagSet(sent) };
  if (readFirst === false && !dryRun) {
    const written = await writeTags(engine, writeBatches(targets, change, profile), scope);
    return { settled: written.map((one) => markUnread(one, engine)), warnings: [] };
  }
  // Without a dry run the write itself finds out that a resource is not there.
  const before = await readBeforeWrite(engine, targets, scope, { confirmEmpty: dryRun === true });
  const decision = decideTagging(engine, before.read, checked, sent);
  announce(decision.settled, scope);
  const batches = writeBatches(decision.open, change, profile, (target) => decision.without.has(target));
  const written = await writeTags(engine, batches, scope);
  const marked = written.map((one) => (decision.unread.has(one.target) ? markUnread(one, engine) : one));
  return {
    settled: [...before.settled, ...decision.settled, ...marked],
    warnings: [...before.warnings, ...decision.warnings],
  };
}

/** Which targets need the write. Pure. */
function decideTagging(
  { driver }: DriverEngine,
  read: readonly ReadTarget[],
  { request, warnings: known }: CheckedRequest,
  sent: readonly Tag[],
): WriteDecision<Target> & { readonly without: ReadonlySet<Target> } {
  const settled: Settled[] = [];
  const open: Target[] = [];
  /** Targets that have none of the tag keys. */
  const without = new Set<Target>();
  const unread = new Set<Target>();
  const warnings: Violation[] = [];
  const change = { type: "set" as const, tags: toTagSet(sent) };
  for (const { target, current, recent } of read) {
    if (current === undefined) unread.add(target);
    const problems = current === undefined ? [] : resultProblems(driver, target, current, sent);
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) {
      settled.push(settle(target, { status: "failed", error: resultError(driver, target, errors) }));
      continue;
    }
    warnings.push(...problems.filter((problem) => !isKnown(problem, known)));
    if (current !== undefined && showsChange(change, current, driver.rules) && !contradicts(recent, sent))
      settled.push(settle(target, { status: "unchanged" }));
    else if (request.dryRun) {
      const set = sent.filter(({ key, value }) => current?.get(key) !== value).map(({ key }) => key);
      settled.push(settle(target, { status: "skipped", reason: "dry-run", change: { set, remove: [] } }));
    } else {
      open.push(target);
      if (hasNone(sent, current, recent)) without.add(target);
    }
  }
  return { settled, open, unread, without, warnings };
}

function hasNone(sent: readonly Tag[], current: TagSet | undefined, recent: ReadTarget["recent"]): boolean {
  return current !== undefined && sent.every(({ key }) => !current.has(key) && !recent.has(key));
}

function settle(target: Target, outcome: Parameters<typeof untouched>[1]): Settled {
  return { target, outcome: untouched(target, outcome) };
}

/** This engine has just written something else, so that what was read may be what was there before. */
function contradicts(recent: ReadTarget["recent"], tags: readonly Tag[]): boolean {
  return tags.some(({ key, value }) => recent.has(key) && recent.get(key) !== value);
}

/** A resource that would end with more tags than it may carry is refused; keys that would differ in case only are a warning. */
function resultProblems(
  { rules }: DriverEngine["driver"],
  { kind, naming: { resource } }: Target,
  current: TagSet,
  tags: readonly Tag[],
): readonly Violation[] {
  return [...checkResultingTags(current, tags, rulesFor(rules, kind)), ...checkResultingLookAlikes(current, tags)].map(
    (violation) => ({ ...violation, resource }),
  );
}

/** The request as a whole has the same warning. */
function isKnown({ rule, key }: Violation, known: readonly Violation[]): boolean {
  return known.some((one) => one.rule === rule && one.key === key && one.resource === undefined);
}

function resultError(
  { provider }: DriverEngine["driver"],
  { naming: { reference } }: Target,
  errors: readonly Violation[],
): CrosstagError {
  const first = itemAt(errors, 0);
  return new CrosstagError({
    code: "limit-exceeded",
    message: first.message,
    provider,
    operation: "tagResource",
    reference,
    hint: first.fix,
    violations: errors,
  });
}
