import { itemAt, groupBy, writeBatches } from "../batching/batches.ts";
import type { TagChange, WriteBatch } from "../batching/batches.ts";
import { pacedProfile } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";
import { placeResources } from "../reads/place-resources.ts";
import type { ParsedResource, ParsedResources, Target } from "../reads/place-resources.ts";
import {
  checkAliases,
  checkCapability,
  checkKeysForCloud,
  checkList,
  checkRequest,
  checkSwitch,
  checkUnplaced,
  refuseOnErrors,
  rulesConcerned,
  unsupported,
} from "../reads/request-checks.ts";
import { checkTagKeyList } from "../rules/check-tag-list.ts";
import { isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { UntagResourceRequest, UntagResourceResult } from "./tag-requests.ts";
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

/** Removes tags from resources: check, find the targets, and for each driver read, decide, write; one outcome for each. */
export async function untagResource(
  engines: readonly DriverEngine[],
  request: UntagResourceRequest,
  scope: RequestScope,
): Promise<UntagResourceResult> {
  checkRequest("untagResource", request);
  const keys = Array.isArray(request.tagKeys) ? request.tagKeys : [];
  const { resources, warnings } = await placeResources(engines, request.resources, scope, (parsed) =>
    checkUntagRequest(request, keys, parsed),
  );
  const targets = await resolveTargets(resources, "removeTags", scope);
  const allowed = announceWriting(request, targets, scope);
  const unresolved = { settled: settleUnresolved(targets, scope), warnings };
  const written = await Promise.all(
    targetsByEngine(targets).map(([engine, ofEngine]) => untagTargets(engine, ofEngine, request, keys, scope)),
  );
  await allowed?.();
  return writeResult(targets, [unresolved, ...written], scope);
}

function checkUntagRequest(
  request: UntagResourceRequest,
  keys: readonly string[],
  { resources, violations, unplaced }: ParsedResources,
): readonly Violation[] {
  const { all, reserved } = request;
  const malformed = [...checkSwitch("all", all), ...checkList("tagKeys", request.tagKeys)];
  const listed = malformed.length > 0 ? malformed : checkKeys(keys, all);
  return refuseOnErrors("untagResource", [
    ...(request.violations ?? []),
    ...violations,
    ...checkAliases(resources, request.resolveAliases),
    ...checkCapability(resources, "removeTags"),
    ...(all ? checkAllIsPossible(resources) : []),
    ...listed,
    ...(listed.some(({ rule }) => rule === "crosstag.not-a-string")
      ? []
      : [
          ...rulesConcerned(resources).flatMap((rules) => checkKeysForCloud(keys, rules, reserved)),
          ...checkUnplaced(unplaced, (rules, kind) => checkKeysForCloud(keys, rulesFor(rules, kind), reserved)),
        ]),
  ]);
}

function checkKeys(keys: readonly string[], all: boolean | undefined): readonly Violation[] {
  return all ? checkNothingBesideAll(keys) : checkTagKeyList(keys);
}

async function untagTargets(
  engine: DriverEngine,
  targets: readonly Target[],
  request: UntagResourceRequest,
  keys: readonly string[],
  scope: RequestScope,
): Promise<WrittenTargets> {
  const { driver } = engine;
  const sent = keys.filter((key) => !isReservedKey(key, driver.rules));
  if (!request.all && sent.length === 0) {
    const settled = targets.map((target) => ({
      target,
      outcome: untouched(target, { status: "skipped", reason: "only-reserved-tags" }),
    }));
    announce(settled, scope);
    return { settled, warnings: [] };
  }
  const dependsOnRead =
    driver.absentTagKeys === "refused" ||
    (request.all === true && targets.some(({ kind }) => !removesAllAtOnce(engine, kind)));
  if (request.readFirst === false && !request.dryRun && !dependsOnRead) {
    const change: TagChange = { type: "remove", tagKeys: request.all ? "all" : sent };
    const written = await writeTags(engine, writeBatches(targets, change, pacedProfile(engine)), scope);
    return { settled: written.map((one) => markUnread(one, engine)), warnings: [] };
  }
  // "Nothing to remove" must not be reported for a resource that does not exist.
  const before = await readBeforeWrite(engine, targets, scope, { required: dependsOnRead, confirmEmpty: true });
  const decision = decideUntagging(engine, before.read, request, sent);
  announce(decision.settled, scope);
  const written = await writeTags(engine, batchesOf(engine, decision.open), scope);
  const marked = written.map((one) => (decision.unread.has(one.target) ? markUnread(one, engine) : one));
  return { settled: [...before.settled, ...decision.settled, ...marked], warnings: before.warnings };
}

interface Removal {
  readonly target: Target;
  readonly change: TagChange & { readonly type: "remove" };
}

/** Which targets need which removal. Pure. */
function decideUntagging(
  engine: DriverEngine,
  read: readonly ReadTarget[],
  request: UntagResourceRequest,
  sent: readonly string[],
): WriteDecision<Removal> {
  const settled: Settled[] = [];
  const open: Removal[] = [];
  const unread = new Set<Target>();
  for (const { target, current: shown, recent } of read) {
    const written = [...recent].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    const current = shown === undefined ? undefined : new Map([...shown, ...written]);
    const present = current === undefined ? sent : presentKeys(engine, current, request.all ? undefined : sent);
    if (current !== undefined && present.length === 0)
      settled.push({ target, outcome: untouched(target, { status: "unchanged" }) });
    else if (request.dryRun) {
      const change = { set: [], remove: present };
      settled.push({ target, outcome: untouched(target, { status: "skipped", reason: "dry-run", change }) });
    } else {
      open.push({ target, change: changeFor(engine, target, request, sent, present) });
      if (current === undefined) unread.add(target);
    }
  }
  return { settled, open, unread, warnings: [] };
}

/** Targets with equal removals share calls. */
function batchesOf(engine: DriverEngine, open: readonly Removal[]): readonly WriteBatch<Target>[] {
  const groups = groupBy(open, ({ change }) => JSON.stringify(change.tagKeys));
  return [...groups.values()].flatMap((group) => {
    const { change } = itemAt(group, 0);
    const targets = group.map(({ target }) => target);
    return writeBatches(targets, change, pacedProfile(engine));
  });
}

/** The keys asked for, even if a resource lacks some: equal lists share a call, and an absent key does no harm in most clouds. */
function changeFor(
  engine: DriverEngine,
  target: Target,
  request: UntagResourceRequest,
  sent: readonly string[],
  present: readonly string[],
): Removal["change"] {
  if (!request.all) return { type: "remove", tagKeys: engine.driver.absentTagKeys === "refused" ? present : sent };
  return { type: "remove", tagKeys: removesAllAtOnce(engine, target.kind) ? "all" : present };
}

function removesAllAtOnce({ driver }: DriverEngine, kind: Target["kind"]): boolean {
  return unsupported(driver, "removeAllTags", kind) === undefined;
}

function presentKeys(engine: DriverEngine, current: TagSet, wanted: readonly string[] | undefined): readonly string[] {
  const candidates = wanted ?? [...current.keys()].filter((key) => !isReservedKey(key, engine.driver.rules)).toSorted();
  return candidates.filter((key) => current.has(key));
}

function checkNothingBesideAll(keys: readonly string[]): readonly Violation[] {
  if (keys.length === 0) return [];
  return [
    {
      severity: "error",
      rule: "crosstag.all-and-keys",
      message: "Both `all` and `tagKeys` are given.",
      fix: "Pass the tag keys to remove, or `all: true`, not both.",
    },
  ];
}

/** Without a call for it, "all" means reading and removing what is there; that needs reading. */
function checkAllIsPossible(resources: readonly ParsedResource[]): readonly Violation[] {
  return checkCapability(
    resources.filter(({ engine, reference }) => !removesAllAtOnce(engine, reference.kind)),
    "readTags",
  );
}
