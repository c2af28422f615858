import { CrosstagError } from "../errors/crosstag-error.ts";
import { guardChange } from "../plan/guard-change.ts";
import type { ChangeGuard } from "../plan/guard-change.ts";
import type { PlanDraft, PlanWantedRequest, WantedTags } from "../plan/plan-request.ts";
import { planResource } from "../plan/plan-resource.ts";
import { policyTagKeys } from "../plan/policy-tag-keys.ts";
import { checkTags, isReservedKey } from "../rules/check-tags.ts";
import { rulesFor } from "../rules/rules-for.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import { draftPlan } from "./draft-plan.ts";
import type { Drafted } from "./draft-plan.ts";
import type { DriverEngine } from "../engine/driver-engine.ts";
import { parseResources } from "../engine/parse-resources.ts";
import { plannedResource } from "./plan-candidates.ts";
import { toTarget } from "../engine/target.ts";

/** Plans the way from tags that somebody has read to those that somebody wants. Asks no cloud. */
export function planWanted(engines: readonly DriverEngine[], request: PlanWantedRequest): PlanDraft {
  const guard = {
    changeSoftwareTags: request.changeSoftwareTags ?? false,
    policyTagKeys: new Set((request.policies ?? []).flatMap((document) => [...policyTagKeys(document)])),
  };
  return draftPlan({ type: "wanted", by: request.by }, async function* () {
    for await (const wanted of request.resources) yield planOne(engines, wanted, guard);
  });
}

function planOne(
  engines: readonly DriverEngine[],
  { reference: name, before, wanted }: WantedTags,
  guard: ChangeGuard,
): Drafted {
  const { resources, violations } = parseResources(engines, [name]);
  const [parsed] = resources;
  if (parsed === undefined) throw refused(name, violations[0]?.message ?? "", "Select the cloud that it belongs to.");
  const { engine, reference } = parsed;
  const rules = rulesFor(engine.driver.rules, reference.kind);
  const current = new Map(Object.entries(before));
  // Who wants something does not speak of what the cloud keeps for itself.
  const kept = [...current].filter(([key]) => isReservedKey(key, rules));
  const next = new Map([...kept, ...Object.entries(wanted)]);
  refuseTags(name, current, next, rules);
  const resource = plannedResource(engine, toTarget(engine.driver, reference, name));
  const entry = planResource(resource, current, next, rules);
  const drafted =
    entry?.action === "change" ? guardChange(entry, rules, guard) : { entry: entry ?? ("unchanged" as const) };
  return { resource: drafted, profile: engine.driver };
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
    operation: "planWanted",
    reference,
    message: `No plan can be made for ${reference}: ${why}`,
    hint,
  });
}
