import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanDraft, PlanTagSetsRequest, DesiredTags, UnreadTags } from "../plan/plan-request.ts";
import { planResource, unreadableResource } from "../plan/plan-resource.ts";
import { checkTags, isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { mapInOrder } from "../calls/concurrency.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { Reference } from "../model/reference.ts";
import { draftPlan } from "./draft-plan.ts";
import type { Drafted } from "./draft-plan.ts";
import { pacedProfile, type DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import { SeenNames } from "../plan/seen-names.ts";
import { resourceIdentity } from "../model/reference.ts";
import type { ParsedResources } from "../reads/place-resources.ts";
import { parseResources, placeResources, toTarget } from "../reads/place-resources.ts";
import { guardPlanned, planGuardOf } from "./guard-planned.ts";
import type { PlanGuard } from "./guard-planned.ts";
import { plannedResource } from "./plan-candidates.ts";

/** Changes whose policies are read ahead of the reader of a plan. */
const POLICIES_AHEAD = 64;

/** Plans the changes from tags that were read to desired tags, resource by resource. */
export function planTagSets(
  engines: readonly DriverEngine[],
  request: PlanTagSetsRequest,
  openScope: () => RequestScope,
): PlanDraft {
  const guard = planGuardOf(engines, request);
  return draftPlan({ type: "tag-sets", by: request.by }, async function* () {
    const scope = openScope();
    try {
      const ahead = guard.readAccessPolicies ? POLICIES_AHEAD : 1;
      yield* mapInOrder(waysOf(engines, request.resources, scope), ahead, (way) => guardWay(way, guard, scope));
      // Never return a truncated plan without an error.
      if (scope.ended !== undefined) throw scope.ended;
    } finally {
      scope.finish();
    }
  });
}

/** The changes that lead to the desired tags of one resource. */
interface Way {
  readonly engine: DriverEngine;
  readonly reference: Reference;
  /** Undefined: nothing to change. */
  readonly entry: PlanEntry | undefined;
}

async function* waysOf(
  engines: readonly DriverEngine[],
  resources: PlanTagSetsRequest["resources"],
  scope: RequestScope,
): AsyncGenerator<Way, void, undefined> {
  // Two hashes of 53 bits for each resource; the resources are given once, and may be a million.
  const seen = [new SeenNames(), new SeenNames()] as const;
  const unasked = new Set<DriverEngine>();
  for await (const desired of resources) {
    const way = await wayOf(engines, desired, scope, unasked);
    const name = `${engineScopeName(way.engine)} ${resourceIdentity(way.reference)}`;
    const again = seen.map((names, index) => names.add(`${index} ${name}`)).every((hash) => hash !== undefined);
    if (again) throw refused(desired.reference, "it is given twice.", "List each resource once, with all its tags.");
    yield way;
  }
}

/** @param unasked clouds that could not say their account; each is asked once, however many unread resources it has */
async function wayOf(
  engines: readonly DriverEngine[],
  given: DesiredTags | UnreadTags,
  scope: RequestScope,
  unasked: Set<DriverEngine>,
): Promise<Way> {
  const name = given.reference;
  const check = ({ violations: [first] }: ParsedResources) => {
    if (first !== undefined) throw refused(name, first.message, "Select the cloud that it belongs to.");
    return [];
  };
  const known = "error" in given ? parseResources(engines, [name]).resources : [];
  const { resources } = known.some((one) => unasked.has(one.engine))
    ? { resources: known }
    : await placeResources(engines, [name], scope, check, { always: true });
  const [parsed] = resources;
  if (parsed === undefined) throw refused(name, "it is not a known reference.", "Select the cloud that it belongs to.");
  const { engine, reference, error } = parsed;
  const resource = plannedResource(engine, toTarget(engine.driver, reference, name));
  if ("error" in given) {
    // Nothing is sent for it, so its account need not be known. The other resources are planned.
    if (error !== undefined) unasked.add(engine);
    return { engine, reference, entry: unreadableResource(resource, given.error) };
  }
  if (error !== undefined) throw error;
  const { before, desired } = given;
  const rules = rulesFor(engine.driver.rules, reference.kind);
  const current = new Map(Object.entries(before));
  // Desired tags do not name tags that the cloud reserves; they stay.
  const kept = [...current].filter(([key]) => isReservedKey(key, rules));
  const next = new Map([...kept, ...Object.entries(desired)]);
  refuseTags(name, current, next, rules);
  return { engine, reference, entry: planResource(resource, current, next, rules) };
}

async function guardWay({ engine, reference, entry }: Way, guard: PlanGuard, scope: RequestScope): Promise<Drafted> {
  const profile = pacedProfile(engine);
  if (entry === undefined) return { resource: { entry: "unchanged" }, profile };
  if (entry.action !== "change") return { resource: { entry }, profile };
  return { resource: await guardPlanned(engine, reference, entry, guard, scope), profile };
}

/** What is new has to fit the cloud's rules; what is there already does. */
function refuseTags(
  name: string,
  current: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
  rules: TagRules,
): void {
  const added = [...next].filter(([key, value]) => current.get(key) !== value).map(([key, value]) => ({ key, value }));
  const problem = checkTags(added, rules).find(({ severity, key }) => severity === "error" && key !== undefined);
  if (problem !== undefined) throw refused(name, problem.message, problem.fix);
}

function refused(reference: string, why: string, hint: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-request",
    operation: "planTagSets",
    reference,
    message: `No plan can be made for ${reference}: ${why}`,
    hint,
  });
}
