import type { KeyFacts, KeyMaterialDescription, ResourceDescription } from "../driver/resource-description.ts";
import { CrosstagError } from "../errors/crosstag-error.ts";
import type {
  DeleteKeyMaterialEvidence,
  DeleteKeyMaterialRequest,
  DeleteKeyMaterialResult,
} from "../operations/operations.ts";
import type { Outcome } from "../operations/outcome.ts";
import type { Violation } from "../rules/violation.ts";
import { describeResource } from "./describe-resource.ts";
import { explainDenial } from "./explain-denial.ts";
import { failureError } from "./driver-engine.ts";
import { inspectKeyMaterial } from "./inspect-key-material.ts";
import type { InspectedKey } from "./inspect-key-material.ts";
import type { RequestScope } from "./request-scope.ts";
import { untouched } from "./write-request.ts";
import type { DriverEngine } from "./driver-engine.ts";

/**
 * The ceremony: look, compare the confirmation, pin the material, write down the intent, one call that is never
 * repeated once it may have worked, look again, write down the outcome.
 */
export async function deleteKeyMaterial(
  engines: readonly DriverEngine[],
  request: DeleteKeyMaterialRequest,
  scope: RequestScope,
): Promise<DeleteKeyMaterialResult> {
  const inspected = await inspectKeyMaterial(engines, request, scope);
  const { engine, target, inspection } = inspected;
  const before = inspection.description;
  if (inspection.obstacle !== undefined) throw inspection.obstacle;
  if (request.confirm !== inspection.confirmation) {
    throw new CrosstagError({
      code: "confirmation-required",
      provider: engine.driver.provider,
      operation: "deleteKeyMaterial",
      reference: target.naming.reference,
      message: "The confirmation is not the id of the key. Nothing was changed.",
      hint: `To delete this key's material, confirm with ${JSON.stringify(inspection.confirmation)}.`,
    });
  }
  const materialId = chooseMaterial(inspected, request.materialId);
  const base = { before, warnings: [] as const, ...(materialId !== undefined && { materialId }) };
  if (inspection.alreadyGone || isGone(before, materialId))
    return { ...base, outcome: untouched(target, { status: "unchanged" }) };
  if (request.dryRun) return { ...base, outcome: untouched(target, { status: "skipped", reason: "dry-run" }) };
  const record = {
    reference: target.naming.reference,
    stateBefore: before.stateAsGiven,
    ...(materialId !== undefined && { materialId }),
  };
  await request.evidence?.({ ...record, phase: "intent" });
  const { outcome, after } = await deleteOnce(inspected, materialId, scope);
  const warnings = await writeDownOutcome(request, {
    ...record,
    phase: "outcome",
    outcome: outcome.status,
    requestIds: outcome.requestIds,
    ...(after !== undefined && { stateAfter: after.stateAsGiven }),
  });
  return { ...base, warnings, outcome, ...(after !== undefined && { after }) };
}

/** What was done is told even where it can no longer be written down: an exception would hide it. */
async function writeDownOutcome(
  { evidence }: DeleteKeyMaterialRequest,
  record: DeleteKeyMaterialEvidence,
): Promise<readonly Violation[]> {
  try {
    await evidence?.(record);
    return [];
  } catch (error) {
    const why = CrosstagError.is(error) ? ` ${error.message}` : "";
    return [
      {
        severity: "warning",
        rule: "crosstag.evidence-incomplete",
        resource: record.reference,
        message: `The call was made, but its outcome could not be written down as evidence.${why}`,
        fix: "Keep this result; the evidence ends with the intent.",
      },
    ];
  }
}

/** Without a material id the cloud deletes whatever is current at that moment, so it is named wherever it can be. */
function chooseMaterial({ inspection, engine, target }: InspectedKey, asked: string | undefined): string | undefined {
  const { key } = inspection;
  if (asked === undefined) return key.currentMaterialId;
  const known = [key.currentMaterialId, ...(key.materials ?? []).map(({ materialId }) => materialId)].filter(
    (id) => id !== undefined,
  );
  if (known.includes(asked)) return asked;
  throw new CrosstagError({
    code: "invalid-request",
    provider: engine.driver.provider,
    operation: "deleteKeyMaterial",
    reference: target.naming.reference,
    message:
      known.length === 0
        ? "This key's materials have no ids; it has one material at most."
        : "The key has no material with this id.",
    hint: known.length === 0 ? "Leave the material id out." : `Its materials are ${known.join(", ")}.`,
  });
}

async function deleteOnce(
  { engine, target, inspection }: InspectedKey,
  materialId: string | undefined,
  scope: RequestScope,
): Promise<{ outcome: Outcome; after?: ResourceDescription }> {
  const { driver, caller } = engine;
  const result = await engine.locks.hold([target.identity], scope, () =>
    caller.call(
      {
        operation: "deleteKeyMaterial",
        kind: target.kind,
        resources: 1,
        repeatable: false,
        send: (context) =>
          driver.deleteKeyMaterial(
            { resource: target.reference, ...(materialId !== undefined && { materialId }) },
            context,
          ),
      },
      scope,
    ),
  );
  const base = { ...target.naming, attempts: result.attempts, requestIds: result.requestIds };
  if (!result.ok && !result.uncertain) {
    const error = failureError(driver, "deleteKeyMaterial", target.reference, result.failure, result.cause);
    if (scope.ended?.code === result.failure.code)
      return { outcome: { ...base, status: "skipped", reason: "not-started" } };
    return { outcome: { ...base, status: "failed", error: await explainDenial(engine, target, error, scope) } };
  }
  const after = await lookAfter(engine, target.reference, inspection.description, materialId, scope);
  const seen = after === undefined ? {} : { after };
  if (result.ok || (after !== undefined && isDeleted(after, inspection.description, materialId)))
    return { outcome: { ...base, status: "changed" }, ...seen };
  const error = failureError(driver, "deleteKeyMaterial", target.reference, result.failure, result.cause);
  return { outcome: { ...base, status: "unknown", error }, ...seen };
}

/** Looks until the deletion shows or the time is up: reads may lag behind writes. Gives the last look. */
function lookAfter(
  engine: DriverEngine,
  reference: ResourceDescription["reference"],
  before: ResourceDescription,
  materialId: string | undefined,
  scope: RequestScope,
): Promise<ResourceDescription | undefined> {
  return scope.within(engine.settleTimeoutMs, async (part) => {
    let last: ResourceDescription | undefined;
    for (let delay = 50; ; delay = Math.min(delay * 2, 2_000)) {
      const looked = await describeResource(engine, reference, part, { withMaterials: true });
      if (looked.ok) last = looked.receipt;
      else if (looked.failure.retry === "no") return last;
      if (last !== undefined && (isDeleted(last, before, materialId) || showsNothing(last, before))) return last;
      await part.pause(delay);
      if (part.ended !== undefined) return last;
    }
  });
}

/** The key lists this material as one that was imported once and is not there. */
function isGone({ key }: ResourceDescription, materialId: string | undefined): boolean {
  return materialOf(key, materialId)?.imported === false;
}

/** It was there before and is not there now. */
function isDeleted(after: ResourceDescription, before: ResourceDescription, materialId: string | undefined): boolean {
  if (isGone(before, materialId)) return false;
  const material = materialOf(after.key, materialId);
  if (material !== undefined) return !material.imported;
  // Material that was still waiting for its rotation leaves no trace.
  if (after.key?.materials !== undefined && materialOf(before.key, materialId) !== undefined) return true;
  return after.state === "pending-import" && before.state !== "pending-import";
}

function materialOf(key: KeyFacts | undefined, materialId: string | undefined): KeyMaterialDescription | undefined {
  return materialId === undefined ? undefined : key?.materials?.find((entry) => entry.materialId === materialId);
}

/** A key that is scheduled for deletion keeps that state, so waiting longer would not show more. */
function showsNothing(after: ResourceDescription, before: ResourceDescription): boolean {
  return before.state === "pending-deletion" && after.key?.materials === undefined;
}
