import { itemAt } from "../batching/batches.ts";
import { changeTags, ownsKey } from "../desired/change-tags.ts";
import type { NamedStatement } from "../desired/change-tags.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { factsOfDescription } from "../desired/fact-condition.ts";
import type { ResourceFacts } from "../desired/fact-condition.ts";
import type { CompiledSelection } from "../desired/matches-selection.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { stateRuleOf } from "../driver/state-rule-of.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import { planResource, skipResource, unreadableResource } from "../plan/plan-resource.ts";
import type { PlannedResource } from "../plan/plan-resource.ts";
import type { PlanEntry, PlannedResourceChange } from "../plan/plan-entry.ts";
import type { DraftedResource } from "../plan/plan-tally.ts";
import { isReservedKey, rulesFor } from "../rules/check-tags.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { AliasLists } from "../reads/alias-lists.ts";
import type { ListedExistence } from "../reads/listed-existence.ts";
import { describeResource } from "../reads/describe-resource.ts";
import { failureError } from "../calls/driver-engine.ts";
import { unsupported } from "../reads/request-checks.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { engineScopeName } from "../calls/engine-scope-name.ts";
import { readTags } from "../reads/read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { guardPlanned } from "./guard-planned.ts";
import type { PlanGuard } from "./guard-planned.ts";
import type { Candidate } from "./select-resources.ts";
import type { Target } from "../reads/place-resources.ts";

/** What all resources of a plan are held against. */
export interface CandidatePlanning extends PlanGuard {
  readonly desired: DesiredState;
  readonly statements: readonly NamedStatement[];
  /** The selections of the statements, in their order. */
  readonly selections: readonly CompiledSelection[];
  readonly describeStates: boolean;
  readonly aliases: AliasLists;
  readonly existence: ListedExistence;
}

type Description = ResourceDescription | { readonly error: CrosstagError };

/** Plans resources of one kind that fit in one reading call; resources that no statement concerns are left out. */
export async function planCandidates(
  engine: DriverEngine,
  chunk: readonly Candidate[],
  planning: CandidatePlanning,
  scope: RequestScope,
): Promise<readonly DraftedResource[]> {
  const first = itemAt(chunk, 0);
  const { kind } = first.target;
  const references = chunk.map(({ target }) => target.reference);
  const { existence } = planning;
  const confirmEmpty = chunk.some(({ listed }) => !listed);
  const reads = await readTags(engine, kind, references, scope, { confirmEmpty, existence });
  const drafted = await Promise.all(
    chunk.map(async (candidate): Promise<DraftedResource | undefined> => {
      const read = reads.get(candidate.target.reference.id);
      if (read === undefined) return undefined;
      if ("error" in read) return { entry: unplannable(engine, candidate.target, read.error) };
      return planCandidate(engine, candidate, read.tags, planning, scope);
    }),
  );
  return drafted.filter((resource) => resource !== undefined);
}

/** Undefined if no statement concerns the resource. */
async function planCandidate(
  engine: DriverEngine,
  { target, statements }: Candidate,
  before: TagSet,
  planning: CandidatePlanning,
  scope: RequestScope,
): Promise<DraftedResource | undefined> {
  const { driver } = engine;
  const resource = plannedResource(engine, target);
  const place = { provider: driver.provider, cloud: engine.cloud, region: driver.scope.region, kind: target.kind };
  const selectionOf = (index: number) => itemAt(planning.selections, index);
  const possible = statements.filter((index) => selectionOf(index).mayMatch(place, before));
  const read = await readFacts(engine, target, possible.map(selectionOf), { scope, aliases: planning.aliases });
  if ("error" in read) return { entry: unreadableResource(resource, read.error) };
  let description: Description | undefined = read.description;
  const matching = possible
    .filter((index) => selectionOf(index).matchesFacts(read.facts))
    .map((index) => itemAt(planning.statements, index));
  if (matching.length === 0) return undefined;

  const rules = rulesFor(driver.rules, target.kind);
  const change = changeTags(matching, before, {
    mayChange: (key) => ownsKey(planning.desired, key) && !isReservedKey(key, rules),
  });
  if ("conflict" in change) return { entry: skipResource(resource, change.conflict, change.detail, [change.tagKey]) };
  const entry = planResource(resource, before, change.tags, rules);
  if (entry === undefined) return { entry: "unchanged" };
  if (entry.action === "skip") return { entry };
  if (description === undefined && planning.describeStates) description = await describe(engine, target, scope);
  const unable = unchangeable(driver, resource, entry, description);
  return unable === undefined ? guardPlanned(engine, target.reference, entry, planning, scope) : { entry: unable };
}

/** The facts that selections compare, and the description if one of them needs it. */
async function readFacts(
  engine: DriverEngine,
  target: Target,
  selections: readonly CompiledSelection[],
  { scope, aliases: lists }: { readonly scope: RequestScope; readonly aliases: AliasLists },
): Promise<
  | { readonly error: CrosstagError }
  | { readonly facts: ResourceFacts; readonly description: ResourceDescription | undefined }
> {
  const { aliases, aliasesError } = selections.some(({ needsAliases }) => needsAliases)
    ? await lists.of(engine, target.reference)
    : {};
  if (aliasesError !== undefined) return { error: aliasesError };
  const description = selections.some(({ needsDescription }) => needsDescription)
    ? await describe(engine, target, scope)
    : undefined;
  if (description !== undefined && "error" in description) return description;
  const facts = description === undefined ? {} : factsOfDescription(description);
  return { facts: { ...facts, ...(aliases !== undefined && { aliases }) }, description };
}

/** The reason why a described resource cannot be changed. A description that the caller may not read gives none. */
function unchangeable(
  { stateRules }: KmsDriver,
  resource: PlannedResource,
  { set, remove }: PlannedResourceChange,
  description: Description | undefined,
): PlanEntry | undefined {
  if (description === undefined) return undefined;
  if ("error" in description)
    return description.error.code === "access-denied" ? undefined : unreadableResource(resource, description.error);
  if (description.managedBy === "cloud")
    return skipResource(resource, "managed-by-cloud", "Its tags are the cloud's own to change.");
  const { primaryRegion } = description;
  if (primaryRegion !== undefined)
    return skipResource(
      resource,
      "managed-by-cloud",
      `It is a replica: the cloud copies the tags of its primary in ${primaryRegion}. Change them there.`,
    );
  const rule =
    (Object.keys(set).length > 0 ? stateRuleOf(stateRules, "writeTags", description) : undefined) ??
    (remove.length > 0 ? stateRuleOf(stateRules, "removeTags", description) : undefined);
  if (rule === undefined) return undefined;
  const reason = description.state === "pending-deletion" ? "pending-deletion" : "invalid-state";
  return skipResource(resource, reason, [rule.reason, ...(rule.fix === undefined ? [] : [rule.fix])].join(" "));
}

async function describe(
  engine: DriverEngine,
  { reference }: Target,
  scope: RequestScope,
): Promise<Description | undefined> {
  const { driver } = engine;
  if (unsupported(driver, "describeResource", reference.kind) !== undefined) return undefined;
  const result = await describeResource(engine, reference, scope);
  if (result.ok) return result.receipt;
  return { error: failureError(driver, "describeResource", reference, result.failure, result.cause) };
}

function unplannable(engine: DriverEngine, target: Target, error: CrosstagError): PlanEntry {
  const resource = plannedResource(engine, target);
  return error.code === "unsupported"
    ? skipResource(resource, "unsupported", `Its tags cannot be read, so that nothing can be planned. ${error.message}`)
    : unreadableResource(resource, error);
}

export function plannedResource(engine: DriverEngine, { naming, kind }: Target): PlannedResource {
  const { driver } = engine;
  return {
    scope: engineScopeName(engine),
    ...(driver.endpoint !== undefined && { endpoint: driver.endpoint }),
    reference: naming.reference,
    kind,
  };
}
