import type { KeyFacts, ResourceDescription } from "../model/resource-description.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { KeyMaterialInspection } from "./key-material-requests.ts";
import type { ResourceInput } from "../reads/read-requests.ts";
import { checkCapability, checkRequest, refuseOnErrors, checkAliases } from "../reads/request-checks.ts";
import { failureError } from "../calls/driver-engine.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { stateRefusal } from "../reads/state-refusal.ts";
import { managedByCloud } from "../reads/explain-denial.ts";
import { scheduledDeletion } from "./check-after-deletion.ts";
import { deletionMeaning, deletionOf, mayHaveMaterial } from "./deletion-meaning.ts";
import { describeKey } from "./describe-key.ts";
import { placeResources, toTarget } from "../reads/place-resources.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { Target } from "../reads/place-resources.ts";

export interface InspectedKey {
  readonly engine: DriverEngine;
  readonly target: Target;
  readonly inspection: KeyMaterialInspection;
}

/** Inspects one key: what it is, what would be lost, and why the material cannot be deleted. Changes nothing. */
export async function inspectKeyMaterial(
  engines: readonly DriverEngine[],
  request: { readonly resource: ResourceInput; readonly resolveAliases?: boolean | undefined },
  scope: RequestScope,
  { withLastUse = false } = {},
): Promise<InspectedKey> {
  checkRequest("deleteKeyMaterial", request);
  const placed = await placeResources(
    engines,
    [request.resource],
    scope,
    (parsed) =>
      refuseOnErrors("deleteKeyMaterial", [
        ...parsed.violations,
        ...checkAliases(parsed.resources, request.resolveAliases),
        ...checkCapability(parsed.resources, "deleteKeyMaterial"),
      ]),
    // What cannot be undone is never left to the cloud to check.
    { always: true },
  );
  const [resource] = placed.resources;
  if (resource === undefined)
    throw new CrosstagError({ code: "internal", message: "A reference was neither parsed nor refused." });
  if (resource.error !== undefined) throw resource.error;
  const { engine, reference } = resource;
  const { driver } = engine;
  const described = await describeKey(engine, reference, scope, { withLastUse });
  if (!described.ok) {
    const error = failureError(driver, "describeResource", reference, described.failure, described.cause);
    throw described.failure.otherSubject === true ? otherKey(error) : error;
  }
  const description = described.receipt;
  const target = toTarget(driver, { ...description.reference, text: reference.text }, resource.resource);
  return { engine, target, inspection: inspect(engine, target, description) };
}

/** A person cannot confirm what was said of another key. */
function otherKey({ provider, reference, message, hint, requestId }: CrosstagError): CrosstagError {
  return new CrosstagError({
    code: "confirmation-required",
    operation: "deleteKeyMaterial",
    message: `${message} Nothing was changed.`,
    ...(provider !== undefined && { provider }),
    ...(reference !== undefined && { reference }),
    ...(hint !== undefined && { hint }),
    ...(requestId !== undefined && { requestId }),
  });
}

function inspect({ driver }: DriverEngine, target: Target, description: ResourceDescription): KeyMaterialInspection {
  const key = description.key ?? { origin: "other" as const };
  const obstacle = obstacleTo(driver, target, description, key);
  const alreadyGone = obstacle === undefined && isGone(description, key);
  const scheduledFor = scheduledDeletion(description, key.currentMaterialId);
  return {
    description,
    key,
    reference: target.naming.reference,
    confirmation: ownPartOf(description.reference.id),
    ...(key.currentMaterialId !== undefined && { materialId: key.currentMaterialId }),
    ...(obstacle !== undefined && { obstacle }),
    alreadyGone,
    ...(scheduledFor !== undefined && { scheduledFor }),
    effect: deletionOf(driver).effect,
    consequences:
      obstacle === undefined && !alreadyGone && scheduledFor === undefined
        ? deletionMeaning(driver, description, key)
        : [],
  };
}

function obstacleTo(
  driver: KmsDriver,
  target: Target,
  description: ResourceDescription,
  key: KeyFacts,
): CrosstagError | undefined {
  const { title, provider } = driver;
  const reference = target.naming.reference;
  if (description.managedBy === "cloud") return managedByCloud(title, provider, reference);
  if (key.origin !== "external") {
    return new CrosstagError({
      code: "unsupported",
      provider,
      reference,
      operation: "deleteKeyMaterial",
      message: `The material of this key was made by ${title} (origin ${key.origin}), not imported; only imported material can be deleted.`,
      hint: "To retire the key, schedule its deletion with the cloud's own tools.",
    });
  }
  return stateRefusal(driver, "deleteKeyMaterial", description, reference);
}

/** What a person types: an id can begin with the account that created the key, `creatorUin/<account>/<id>`. */
function ownPartOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

// "Waits for an import" alone does not say so: with several materials one missing is enough for that state.
function isGone(description: ResourceDescription, key: KeyFacts): boolean {
  if (key.materials !== undefined && key.materials.length > 0) return key.materials.every(({ imported }) => !imported);
  return description.state === "pending-import" && !mayHaveMaterial(key);
}
