import type { UntagResourceRequest, UntagResourceResult } from "./tag-requests.ts";
import { groupBy } from "../batching/split.ts";
import { writeBatches } from "../batching/write-batches.ts";
import type { TagChange } from "../batching/write-batches.ts";
import { checkTagKeyList } from "../rules/check-tag-list.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { Violation } from "../model/violation.ts";
import type { TagSet } from "../model/tag-set.ts";
import { checkCapability } from "../reads/check-capability.ts";
import { checkList, checkRequest, checkSwitch } from "../reads/check-request.ts";
import { unsupported } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { ParsedResources } from "../reads/parse-resources.ts";
import { placeResources } from "../reads/place-resources.ts";
import { readBeforeWrite } from "./read-before-write.ts";
import { checkKeysForCloud, refuseOnErrors, rulesConcerned } from "../reads/request-checks.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { checkAliases } from "../reads/resolve-aliases.ts";
import type { Target } from "../reads/target.ts";
import { runWriteRequest, unreadSettle, untouched } from "./write-request.ts";
import type { WriteWork } from "./write-request.ts";
import { writeTags } from "./write-tags.ts";

export async function untagResource(
  engines: readonly DriverEngine[],
  request: UntagResourceRequest,
  scope: RequestScope,
): Promise<UntagResourceResult> {
  checkRequest("untagResource", request);
  checkSwitch("untagResource", "all", request.all);
  checkList("untagResource", "tagKeys", request.tagKeys);
  const keys = request.tagKeys ?? [];
  const placed = await placeResources(engines, request.resources, scope, (parsed) =>
    checkUntagRequest(request, keys, parsed),
  );
  const warnings = [...placed.warnings];
  return runWriteRequest(placed.resources, warnings, scope, untagWork(request, keys, warnings, scope));
}

function checkUntagRequest(
  request: UntagResourceRequest,
  keys: readonly string[],
  { resources, violations }: ParsedResources,
): readonly Violation[] {
  const listed = request.all ? checkNothingBesideAll(keys) : checkTagKeyList(keys);
  return refuseOnErrors("untagResource", [
    ...violations,
    ...checkAliases(resources, request.resolveAliases),
    ...checkCapability(resources, "removeTags"),
    ...(request.all ? checkAllIsPossible(resources) : []),
    ...listed,
    ...(listed.some(({ rule }) => rule === "crosstag.not-a-string")
      ? []
      : rulesConcerned(resources).flatMap((rules) => checkKeysForCloud(keys, rules, request.reserved))),
  ]);
}

function untagWork(
  request: UntagResourceRequest,
  keys: readonly string[],
  warnings: Violation[],
  scope: RequestScope,
): WriteWork {
  return async (engine, targets, settle) => {
    const sent = keys.filter((key) => !isReservedKey(key, engine.driver.rules));
    if (!request.all && sent.length === 0) {
      for (const target of targets)
        settle(target, untouched(target, { status: "skipped", reason: "only-reserved-tags" }));
      return;
    }
    const dependsOnRead = request.all === true && targets.some(({ kind }) => !removesAllAtOnce(engine, kind));
    if (request.readFirst === false && !request.dryRun && !dependsOnRead) {
      const change: TagChange = { type: "remove", tagKeys: request.all ? "all" : sent };
      await writeTags(engine, writeBatches(targets, change, engine.driver.limits), scope, unreadSettle(settle));
      return;
    }
    const seen = await readBeforeWrite(engine, targets, scope, warnings, settle, {
      required: dependsOnRead,
      // "Nothing to remove" must not be reported for a resource that does not exist.
      confirmEmpty: true,
    });
    const open: { readonly target: Target; readonly change: TagChange }[] = [];
    const unread = new Set<Target>();
    for (const { target, current: read } of seen) {
      const written = [...engine.recent.of(target.identity)].flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      );
      const current = read === undefined ? undefined : new Map([...read, ...written]);
      const present = current === undefined ? sent : presentKeys(engine, current, request.all ? undefined : sent);
      if (current !== undefined && present.length === 0) settle(target, untouched(target, { status: "unchanged" }));
      else if (request.dryRun)
        settle(
          target,
          untouched(target, { status: "skipped", reason: "dry-run", change: { set: [], remove: present } }),
        );
      else {
        open.push({ target, change: changeFor(engine, target, request, sent, present) });
        if (current === undefined) unread.add(target);
      }
    }
    const groups = groupBy(open, ({ change }) => JSON.stringify(change.type === "remove" && change.tagKeys));
    const batches = [...groups.values()].flatMap((group) =>
      writeBatches(
        group.map(({ target }) => target),
        (group[0] as (typeof open)[number]).change,
        engine.driver.limits,
      ),
    );
    await writeTags(engine, batches, scope, unreadSettle(settle, unread));
  };
}

/** The keys asked for, even if a resource lacks some: equal lists share a call, and an absent key does no harm. */
function changeFor(
  engine: DriverEngine,
  target: Target,
  request: UntagResourceRequest,
  sent: readonly string[],
  present: readonly string[],
): TagChange {
  if (!request.all) return { type: "remove", tagKeys: sent };
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
function checkAllIsPossible(resources: Parameters<typeof checkCapability>[0]): readonly Violation[] {
  return checkCapability(
    resources.filter(({ engine, reference }) => !removesAllAtOnce(engine, reference.kind)),
    "readTags",
  );
}
