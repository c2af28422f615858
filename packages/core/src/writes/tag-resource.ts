import { CrosstagError } from "../model/crosstag-error.ts";
import type { TagResourceRequest, TagResourceResult } from "./tag-requests.ts";
import { writeBatches } from "../batching/write-batches.ts";
import { checkLookAlikes, checkResultingLookAlikes } from "../rules/check-look-alikes.ts";
import { checkTagList } from "../rules/check-tag-list.ts";
import { checkResultingTags, checkTags, isReservedKey } from "../rules/check-tags.ts";
import { rulesFor } from "../rules/rules-for.ts";
import type { Violation } from "../model/violation.ts";
import { listTags, toTagSet } from "../model/tag-set.ts";
import type { Tag, TagSet } from "../model/tag-set.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { ParsedResources } from "../reads/parse-resources.ts";
import { placeResources } from "../reads/place-resources.ts";
import { readBeforeWrite } from "./read-before-write.ts";
import type { ReadTarget } from "./read-before-write.ts";
import { checkForCloud, refuseOnErrors, rulesConcerned } from "../reads/request-checks.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { checkAliases } from "../reads/resolve-aliases.ts";
import { checkCapability } from "../reads/check-capability.ts";
import { checkRequest } from "../reads/check-request.ts";
import { shows } from "./confirm-by-reading.ts";
import type { Target } from "../reads/target.ts";
import { runWriteRequest, unreadSettle, untouched } from "./write-request.ts";
import type { WriteWork } from "./write-request.ts";
import { writeTags } from "./write-tags.ts";

export async function tagResource(
  engines: readonly DriverEngine[],
  request: TagResourceRequest,
  scope: RequestScope,
): Promise<TagResourceResult> {
  checkRequest("tagResource", request);
  const tags = listTags(request.tags ?? []);
  const placed = await placeResources(engines, request.resources, scope, (parsed) =>
    checkTagRequest(request, tags, parsed),
  );
  const warnings = [...placed.warnings];
  return runWriteRequest(placed.resources, warnings, scope, tagWork(request, tags, warnings, scope));
}

function checkTagRequest(
  request: TagResourceRequest,
  tags: readonly Tag[],
  { resources, violations }: ParsedResources,
): readonly Violation[] {
  const kinds = [...new Set(resources.map(({ reference }) => reference.kind))];
  const listed = checkTagList(tags);
  return refuseOnErrors("tagResource", [
    ...violations,
    ...checkAliases(resources, request.resolveAliases),
    ...checkCapability(resources, "writeTags"),
    ...listed,
    // A list with things that are not text cannot be held against rules about text.
    ...(listed.some(({ rule }) => rule === "crosstag.not-a-string")
      ? []
      : [
          ...checkLookAlikes(tags),
          ...rulesConcerned(resources).flatMap((rules) => checkForCloud(tags, rules, request.reserved)),
          ...(request.portableTo ?? []).flatMap((rules) =>
            kinds.flatMap((kind) => checkTags(tags, rulesFor(rules, kind))),
          ),
        ]),
  ]);
}

function tagWork(
  request: TagResourceRequest,
  tags: readonly Tag[],
  warnings: Violation[],
  scope: RequestScope,
): WriteWork {
  return async (engine, targets, settle) => {
    const sent = tags.filter(({ key }) => !isReservedKey(key, engine.driver.rules));
    if (sent.length === 0) {
      for (const target of targets)
        settle(target, untouched(target, { status: "skipped", reason: "only-reserved-tags" }));
      return;
    }
    const change = { type: "set" as const, tags: toTagSet(sent) };
    let open: readonly Target[] = targets;
    let unread: ReadonlySet<Target> = new Set(targets);
    if (request.readFirst !== false || request.dryRun) {
      const seen = await readBeforeWrite(engine, targets, scope, warnings, settle, {
        // Without a dry run the write itself finds out that a resource is not there.
        confirmEmpty: request.dryRun === true,
      });
      const needed: Target[] = [];
      unread = new Set(seen.filter(({ current }) => current === undefined).map(({ target }) => target));
      for (const { target, current } of seen) {
        const refused = current === undefined ? undefined : refuseResult(engine, target, current, sent, warnings);
        if (refused !== undefined) settle(target, untouched(target, { status: "failed", error: refused }));
        else if (
          current !== undefined &&
          shows(change, current, engine.driver.rules) &&
          !contradicted(engine, target, sent)
        )
          settle(target, untouched(target, { status: "unchanged" }));
        else if (request.dryRun)
          settle(
            target,
            untouched(target, {
              status: "skipped",
              reason: "dry-run",
              change: { set: keysToSet(sent, { target, current }), remove: [] },
            }),
          );
        else needed.push(target);
      }
      open = needed;
    }
    await writeTags(engine, writeBatches(open, change, engine.driver.limits), scope, unreadSettle(settle, unread));
  };
}

/** This engine has just written something else, so that what was read may be what was there before. */
function contradicted(engine: DriverEngine, { identity }: Target, tags: readonly Tag[]): boolean {
  const recent = engine.recent.of(identity);
  return tags.some(({ key, value }) => recent.has(key) && recent.get(key) !== value);
}

function keysToSet(tags: readonly Tag[], { current }: ReadTarget): readonly string[] {
  return tags.filter(({ key, value }) => current?.get(key) !== value).map(({ key }) => key);
}

/** Refuses a resource that would end with more tags than it may carry; warns of keys that would differ in case only. */
function refuseResult(
  engine: DriverEngine,
  target: Target,
  current: TagSet,
  tags: readonly Tag[],
  warnings: Violation[],
): CrosstagError | undefined {
  const violations = [
    ...checkResultingTags(current, tags, rulesFor(engine.driver.rules, target.kind)),
    ...checkResultingLookAlikes(current, tags),
  ].map((violation) => ({ ...violation, resource: target.naming.resource }));
  const errors = violations.filter(({ severity }) => severity === "error");
  const first = errors[0];
  if (first === undefined) {
    warnings.push(
      ...violations.filter(
        (found) =>
          !warnings.some(
            (known) => known.rule === found.rule && known.key === found.key && known.resource === undefined,
          ),
      ),
    );
    return undefined;
  }
  return new CrosstagError({
    code: "limit-exceeded",
    message: first.message,
    provider: engine.driver.provider,
    operation: "tagResource",
    reference: target.naming.reference,
    hint: first.fix,
    violations: errors,
  });
}
