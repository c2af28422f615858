import { coveredKinds } from "../driver/kinds-of.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { FindResourcesRequest, FoundResource, ResourceInput } from "./read-requests.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import {
  checkClouds,
  checkKinds,
  checkRequest,
  isOfClouds,
  refuseOnErrors,
  unsupported,
  checkAliases,
} from "./request-checks.ts";
import { describeResource } from "./describe-resource.ts";
import { AliasLists } from "./alias-lists.ts";
import { joinInOrder, mapInOrder } from "../calls/concurrency.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import { learnAccounts } from "../calls/learn-accounts.ts";
import { listKind } from "./list-kind.ts";
import { listedNameProblem } from "./listed-name.ts";
import { placeResources } from "./place-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { UnlistedNotes } from "./unlisted-notes.ts";
import type { Violation } from "../model/violation.ts";

/** Clouds whose first page is asked for ahead of the reader. A fleet has thousands. */
const LISTED_AT_ONCE = 32;
/** Descriptions that are asked for ahead of the reader. */
const DESCRIBED_AHEAD = 16;

/** Every resource of every driver, cloud after cloud and kind after kind; or the resources that the request names. */
export async function* findResources(
  engines: readonly DriverEngine[],
  request: FindResourcesRequest,
  scope: RequestScope,
): AsyncGenerator<FoundResource, void, undefined> {
  checkRequest("findResources", request);
  const problems = [
    ...(request.violations ?? []),
    ...checkKinds(request.kinds, engines),
    ...checkClouds(request.clouds, engines),
  ];
  const details = () => ({
    describes: request.describe === true,
    aliases: request.aliases === true ? new AliasLists(scope) : undefined,
  });
  if (request.resources !== undefined) {
    yield* findNamed(engines, request.resources, { ...request, violations: problems }, { scope, details: details() });
    return;
  }
  refuseOnErrors("findResources", problems);
  const { clouds, isListed = () => true } = request;
  const selected = engines.filter(
    (engine) => (clouds === undefined || isOfClouds(engine, clouds)) && isListed(engine.driver),
  );
  refuseUnlistable(selected, request);
  const listed = selected.map((engine) => ({ engine, kinds: kindsToList(engine.driver, request.kinds) }));
  // All at once: a fleet has hundreds. What the names in a list say counts for clouds that cannot tell.
  const concerned = listed.filter(canListAny).map(({ engine }) => engine);
  const unlisted = new UnlistedNotes(request.onUnlisted, scope);
  const errors = await learnAccounts(engines, concerned, scope, { namesTell: true, apart: unlisted.goesOn });
  // One by one, so that what a cloud has listed is forgotten when its turn is over.
  const lists = function* () {
    for (const { engine, kinds } of listed) {
      const error = errors.get(engine);
      if (error === undefined) yield findKinds(engine, kinds, { scope, details: details(), unlisted });
      else yield noteUnlisted(engine, error, unlisted);
    }
  };
  yield* joinInOrder(lists(), LISTED_AT_ONCE);
  unlisted.finish();
}

/** What a request wants to know of each resource besides its name. */
interface Details {
  readonly describes: boolean;
  /** Undefined: no aliases. */
  readonly aliases: AliasLists | undefined;
}

/** What finding needs of the request. */
interface Finding {
  readonly scope: RequestScope;
  readonly details: Details;
}

async function* findKinds(
  engine: DriverEngine,
  kinds: readonly ResourceKind[],
  { unlisted, ...finding }: Finding & { readonly unlisted: UnlistedNotes },
): AsyncGenerator<FoundResource, void, undefined> {
  for (const kind of kinds) {
    try {
      for await (const resource of findKind(engine, kind, finding)) {
        unlisted.listed();
        yield resource;
      }
      unlisted.listed();
    } catch (cause) {
      if (!unlisted.add(engine, kind, cause)) return;
    }
  }
}

// oxlint-disable-next-line require-yield -- it takes the place of a cloud's list
async function* noteUnlisted(
  engine: DriverEngine,
  error: CrosstagError,
  unlisted: UnlistedNotes,
): AsyncGenerator<FoundResource, void, undefined> {
  unlisted.add(engine, undefined, error);
}

async function* findKind(
  engine: DriverEngine,
  kind: ResourceKind,
  finding: Finding,
): AsyncGenerator<FoundResource, void, undefined> {
  const { scope, details } = finding;
  const references = listKind(engine, kind, scope);
  if (details.describes || details.aliases !== undefined)
    yield* mapInOrder(
      references,
      DESCRIBED_AHEAD,
      async (reference) => asUnnameable(engine, reference) ?? (await detail(engine, reference, finding)),
    );
  else for await (const reference of references) yield asUnnameable(engine, reference) ?? found(engine, reference);
}

async function* findNamed(
  engines: readonly DriverEngine[],
  named: readonly ResourceInput[],
  { kinds, clouds, violations = [] }: FindResourcesRequest,
  finding: Finding,
): AsyncGenerator<FoundResource, void, undefined> {
  const { scope, details } = finding;
  const { resources } = await placeResources(engines, named, scope, (parsed) =>
    refuseOnErrors("findResources", [
      ...violations,
      ...parsed.violations,
      ...(kinds === undefined ? [] : [kindsBesideNames]),
      ...(clouds === undefined ? [] : [cloudsBesideNames]),
      ...(details.describes ? [] : checkAliases(parsed.resources, false)),
    ]),
  );
  yield* mapInOrder(resources, DESCRIBED_AHEAD, async ({ engine, reference, error }) => {
    if (error !== undefined) return { ...found(engine, reference), error };
    return detail(engine, reference, finding);
  });
}

const kindsBesideNames: Violation = {
  severity: "error",
  rule: "crosstag.kinds-beside-names",
  message: "`kinds` cannot be combined with `resources`: the references determine their kinds.",
  fix: "Omit one of them.",
};

const cloudsBesideNames: Violation = {
  severity: "error",
  rule: "crosstag.clouds-beside-names",
  message: "`clouds` cannot be combined with `resources`: the references determine their clouds.",
  fix: "Omit one of them.",
};

/**
 * Kinds of a cloud to list: the ones that lists cover and the cloud can list, or those of its own that are asked for. Listing one
 * of these that it cannot list fails.
 */
export function kindsToList(driver: KmsDriver, asked: readonly ResourceKind[] | undefined): readonly ResourceKind[] {
  const { listResources } = driver.capabilities;
  return asked === undefined
    ? coveredKinds(driver).filter((kind) => unsupported(driver, "listResources", kind) === undefined)
    : asked.filter((kind) => listResources[kind] !== undefined);
}

function canListAny({ engine, kinds }: { readonly engine: DriverEngine; readonly kinds: readonly ResourceKind[] }) {
  return kinds.some((kind) => unsupported(engine.driver, "listResources", kind) === undefined);
}

/**
 * Before anything is sent. A cloud that cannot list a kind does not hide other clouds, if the caller hears of it.
 * @throws CrosstagError `unsupported` if a requested kind exists and cannot be listed
 */
function refuseUnlistable(engines: readonly DriverEngine[], { kinds = [], onUnlisted }: FindResourcesRequest): void {
  const asked = engines.map((engine) => ({ engine, kinds: kindsToList(engine.driver, kinds) }));
  if (onUnlisted !== undefined && asked.some(canListAny)) return;
  for (const { engine, kinds: own } of asked)
    for (const kind of own) {
      const error = unsupported(engine.driver, "listResources", kind);
      if (error !== undefined) throw error;
    }
}

async function detail(
  engine: DriverEngine,
  reference: Reference,
  { scope, details: { describes, aliases } }: Finding,
): Promise<FoundResource> {
  const { driver } = engine;
  const withAliases = async (own: Reference, more: Pick<FoundResource, "description" | "error">) => ({
    ...found(engine, own),
    ...more,
    ...(await aliases?.of(engine, own)),
  });
  if (!describes || unsupported(driver, "describeResource", reference.kind) !== undefined)
    return withAliases(reference, {});
  const result = await describeResource(engine, reference, scope);
  if (result.ok) return withAliases(result.receipt.reference, { description: result.receipt });
  const error = failureError(driver, "describeResource", reference, result.failure, result.cause);
  return reference.alias ? { ...found(engine, reference), error } : withAliases(reference, { error });
}

/** A resource that the cloud has listed by a name that no request can use. */
function asUnnameable(engine: DriverEngine, reference: Reference): FoundResource | undefined {
  const error = listedNameProblem(engine, reference);
  return error && { ...found(engine, reference), error };
}

function found({ driver, account }: DriverEngine, reference: Reference): FoundResource {
  return {
    reference: driver.references.format(reference, account.scope),
    provider: driver.provider,
    kind: reference.kind,
    id: reference.id,
    region: reference.region ?? driver.scope.region,
  };
}
