import type { KmsDriver } from "../driver/kms-driver.ts";
import type { FindResourcesRequest, FoundResource, ResourceInput } from "./read-requests.ts";
import { RESOURCE_KINDS } from "../model/reference.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import { checkKinds, checkRequest, refuseOnErrors, unsupported, checkAliases } from "./request-checks.ts";
import { describeResource } from "./describe-resource.ts";
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
  checkKinds("findResources", request.kinds);
  if (request.resources !== undefined) {
    yield* findNamed(engines, request.resources, request, scope);
    return;
  }
  const listed = engines.map((engine) => ({ engine, kinds: listableKinds(engine.driver, request.kinds) }));
  // All at once: a fleet has hundreds. What the names in a list say counts for clouds that cannot tell.
  const concerned = listed.filter(({ kinds }) => kinds.length > 0).map(({ engine }) => engine);
  const unlisted = new UnlistedNotes(request.onUnlisted, scope);
  const errors = await learnAccounts(engines, concerned, scope, { namesTell: true, apart: unlisted.goesOn });
  yield* joinInOrder(
    listed.map(({ engine, kinds }) => {
      const error = errors.get(engine);
      return error === undefined
        ? findKinds(engine, kinds, request.describe === true, { scope, unlisted })
        : noteUnlisted(engine, error, unlisted);
    }),
    LISTED_AT_ONCE,
  );
  unlisted.finish();
}

/** What listing one cloud needs of the request. */
interface Listing {
  readonly scope: RequestScope;
  readonly unlisted: UnlistedNotes;
}

async function* findKinds(
  engine: DriverEngine,
  kinds: readonly ResourceKind[],
  describes: boolean,
  { scope, unlisted }: Listing,
): AsyncGenerator<FoundResource, void, undefined> {
  for (const kind of kinds) {
    try {
      for await (const resource of findKind(engine, kind, describes, scope)) {
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
  describes: boolean,
  scope: RequestScope,
): AsyncGenerator<FoundResource, void, undefined> {
  const references = listKind(engine, kind, scope);
  if (describes)
    yield* mapInOrder(
      references,
      DESCRIBED_AHEAD,
      async (reference) => asUnnameable(engine, reference) ?? (await describe(engine, reference, scope)),
    );
  else for await (const reference of references) yield asUnnameable(engine, reference) ?? found(engine, reference);
}

async function* findNamed(
  engines: readonly DriverEngine[],
  named: readonly ResourceInput[],
  { describe: describes = false, kinds }: FindResourcesRequest,
  scope: RequestScope,
): AsyncGenerator<FoundResource, void, undefined> {
  const { resources } = await placeResources(engines, named, scope, (parsed) =>
    refuseOnErrors("findResources", [
      ...parsed.violations,
      ...(kinds === undefined ? [] : [kindsBesideNames]),
      ...(describes ? [] : checkAliases(parsed.resources, false)),
    ]),
  );
  yield* mapInOrder(resources, DESCRIBED_AHEAD, async ({ engine, reference, error }) => {
    if (error !== undefined) return { ...found(engine, reference), error };
    return describes ? describe(engine, reference, scope) : found(engine, reference);
  });
}

const kindsBesideNames: Violation = {
  severity: "error",
  rule: "crosstag.kinds-beside-names",
  message: "`kinds` cannot be combined with `resources`: the references determine their kinds.",
  fix: "Omit one of them.",
};

/**
 * Kinds of a cloud that it can list: all, or those asked for.
 * @throws CrosstagError `unsupported` if a requested kind exists and cannot be listed
 */
export function listableKinds(driver: KmsDriver, asked: readonly ResourceKind[] | undefined): readonly ResourceKind[] {
  if (asked === undefined)
    return RESOURCE_KINDS.filter((kind) => unsupported(driver, "listResources", kind) === undefined);
  return asked.filter((kind) => {
    if (driver.capabilities.listResources[kind] === undefined) return false;
    const error = unsupported(driver, "listResources", kind);
    if (error !== undefined) throw error;
    return true;
  });
}

async function describe(engine: DriverEngine, reference: Reference, scope: RequestScope): Promise<FoundResource> {
  const { driver } = engine;
  const resource = found(engine, reference);
  if (unsupported(driver, "describeResource", reference.kind) !== undefined) return resource;
  const result = await describeResource(engine, reference, scope);
  if (result.ok) return { ...found(engine, result.receipt.reference), description: result.receipt };
  return { ...resource, error: failureError(driver, "describeResource", reference, result.failure, result.cause) };
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
