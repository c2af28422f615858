import { itemAt, known } from "../batching/batches.ts";
import type { ListTagsRequest, ResourceInput, ResourceTags } from "./read-requests.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { Violation } from "../model/violation.ts";
import { toTagRecord } from "../model/tag-set.ts";
import type { TagSet } from "../model/tag-set.ts";
import { checkCapability, checkRequest, refuseOnErrors, checkAliases } from "./request-checks.ts";
import { AliasLists } from "./alias-lists.ts";
import { mapInOrder } from "../calls/concurrency.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { ListedExistence } from "./listed-existence.ts";
import { isUnnameable } from "./listed-name.ts";
import { placeResources, placeTargets } from "./place-resources.ts";
import { readTags } from "./read-tags.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { resolveAliases } from "./resolve-aliases.ts";
import type { PlacedTarget } from "./place-resources.ts";

/** Reads consecutive groups that fit in one call, some groups ahead of the reader, and gives them in order. */
export async function* listTags(
  engines: readonly DriverEngine[],
  request: ListTagsRequest,
  scope: RequestScope,
): AsyncGenerator<ResourceTags, void, undefined> {
  checkRequest("listTags", request);
  // What the cloud lists by an odd name is not a mistake of the caller.
  const isNameless = ({ position }: Violation) => namelessAt(request.resources, position) !== undefined;
  let nameless: readonly Violation[] = [];
  const { resources } = await placeResources(engines, request.resources, scope, (parsed) => {
    nameless = parsed.violations.filter(isNameless);
    return refuseOnErrors("listTags", [
      ...parsed.violations.filter((violation) => !isNameless(violation)),
      ...checkAliases(parsed.resources, request.resolveAliases),
      ...checkCapability(parsed.resources, "readTags"),
    ]);
  });
  const placed = await resolveAliases(placeTargets(resources), scope);
  for (const { position } of nameless) yield known(namelessAt(request.resources, position));
  const aliases = request.aliases === true ? new AliasLists(scope) : undefined;
  const existence = new ListedExistence(scope);
  const read = (group: readonly PlacedTarget[]) => readGroup(group, request, { scope, aliases, existence });
  for await (const group of mapInOrder(neighbours(placed), 16, read)) yield* group;
}

/** What becomes of a resource that `findResources` has found by a name that no request can use; undefined for others. */
function namelessAt(resources: readonly ResourceInput[], position: number | undefined): ResourceTags | undefined {
  const input = position === undefined ? undefined : resources[position];
  if (typeof input !== "object" || input === null || !("error" in input && "kind" in input)) return undefined;
  if (!isUnnameable(input.error)) return undefined;
  const { reference, provider, kind, error } = input;
  return { resource: reference, reference, provider, kind, status: "failed", error };
}

function* neighbours(placed: readonly PlacedTarget[]): Generator<readonly PlacedTarget[]> {
  let group: PlacedTarget[] = [];
  for (const entry of placed) {
    const first = group[0];
    const fits =
      first !== undefined &&
      first.parsed.engine === entry.parsed.engine &&
      first.target.kind === entry.target.kind &&
      first.error === undefined &&
      entry.error === undefined;
    const limit = first?.parsed.engine.driver.limits.readTags[first.target.kind]?.resources ?? 1;
    if (group.length > 0 && (!fits || group.length >= limit)) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}

/** What the groups of a request share. */
interface Reading {
  readonly scope: RequestScope;
  /** Undefined: no aliases. */
  readonly aliases: AliasLists | undefined;
  readonly existence: ListedExistence;
}

async function readGroup(
  group: readonly PlacedTarget[],
  request: ListTagsRequest,
  { scope, aliases, existence }: Reading,
): Promise<readonly ResourceTags[]> {
  const first = itemAt(group, 0);
  if (first.error !== undefined)
    return [{ ...first.target.naming, kind: first.target.kind, status: "failed", error: first.error }];
  const { engine } = first.parsed;
  const references = group.map(({ target }) => target.reference);
  const confirmEmpty = request.confirmExistence !== false;
  const reads = await readTags(engine, first.target.kind, references, scope, { confirmEmpty, existence });
  return Promise.all(
    group.map(async ({ target }): Promise<ResourceTags> => {
      const read = known(reads.get(target.reference.id));
      const base = { ...target.naming, kind: target.kind };
      if ("error" in read) return { ...base, status: "failed", error: read.error };
      const tags = toTagRecord(visible(engine, read.tags, request.includeReserved));
      return { ...base, status: "read", tags, ...(await aliases?.of(engine, target.reference)) };
    }),
  );
}

function visible(engine: DriverEngine, tags: TagSet, includeReserved: boolean | undefined): TagSet {
  if (includeReserved) return tags;
  return new Map([...tags].filter(([key]) => !isReservedKey(key, engine.driver.rules)));
}
