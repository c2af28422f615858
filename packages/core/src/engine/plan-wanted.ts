import { CrosstagError } from "../errors/crosstag-error.ts";
import { guardChange } from "../plan/guard-change.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { PlanDraft, PlanWantedRequest, WantedTags } from "../plan/plan-request.ts";
import { planResource } from "../plan/plan-resource.ts";
import { PlanTally } from "../plan/plan-tally.ts";
import { policyTagKeys } from "../plan/policy-tag-keys.ts";
import { checkTags, isReservedKey } from "../rules/check-tags.ts";
import { rulesFor } from "../rules/rules-for.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { DriverEngine } from "./driver-engine.ts";
import { parseResources } from "./parse-resources.ts";
import { plannedResource } from "./plan-candidates.ts";
import { unread } from "./plan-tags.ts";
import { toTarget } from "./target.ts";

/** Plans the way from tags that somebody has read to those that somebody wants. Asks no cloud. */
export function planWanted(engines: readonly DriverEngine[], request: PlanWantedRequest): PlanDraft {
  const tally = new PlanTally();
  const guard = {
    tally,
    changeSoftwareTags: request.changeSoftwareTags ?? false,
    policyTagKeys: new Set((request.policies ?? []).flatMap((document) => [...policyTagKeys(document)])),
  };
  let read = false;
  return {
    entries: entriesOf(),
    complete: () => {
      if (!read) throw unread();
      return { origin: { type: "wanted", by: request.by }, summary: tally.summary() };
    },
  };

  async function* entriesOf(): AsyncGenerator<PlanEntry, void, undefined> {
    for await (const wanted of request.resources) {
      const { engine, entry } = planOne(engines, wanted, guard);
      if (entry === undefined) tally.unchanged();
      else {
        tally.add(entry, engine.driver);
        yield entry;
      }
    }
    read = true;
  }
}

function planOne(
  engines: readonly DriverEngine[],
  { reference: name, before, wanted }: WantedTags,
  guard: Parameters<typeof guardChange>[2],
): { readonly engine: DriverEngine; readonly entry: PlanEntry | undefined } {
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
  return { engine, entry: entry?.action === "change" ? guardChange(entry, rules, guard) : entry };
}

/** What is new has to fit the cloud's rules; what is there already does. */
function refuseTags(
  name: string,
  current: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
  rules: TagRules,
): void {
  const added = [...next].filter(([key, value]) => current.get(key) !== value).map(([key, value]) => ({ key, value }));
  const [problem] = checkTags(added, rules).filter(({ severity, key }) => severity === "error" && key !== undefined);
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
