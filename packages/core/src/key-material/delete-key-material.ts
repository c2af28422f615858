import { isMap } from "../text/json-of.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type {
  DeleteKeyMaterialEvidence,
  DeleteKeyMaterialResult,
  KeyMaterialInspection,
} from "./key-material-requests.ts";
import type { DeleteKeyMaterialRequest } from "./key-material-requests.ts";
import type { Violation } from "../model/violation.ts";
import { compareInspection } from "./compare-inspection.ts";
import { inspectKeyMaterial } from "./inspect-key-material.ts";
import type { InspectedKey } from "./inspect-key-material.ts";
import { isMaterialGone, scheduledDeletion } from "./check-after-deletion.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import { sendDeletion } from "./send-deletion.ts";
import { untouched } from "../writes/write-request.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";

/** The last that a `Date` can hold, milliseconds. */
const LATEST_TIME = 8.64e15;

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
  const { target, inspection } = inspected;
  const before = inspection.description;
  checkExpected(inspected, request);
  if (inspection.obstacle !== undefined) throw inspection.obstacle;
  checkConfirmation(inspected, request);
  const materialId = chooseMaterial(inspected, request.materialId);
  const base = { before, warnings: [] as const, ...(materialId !== undefined && { materialId }) };
  const isDone = isMaterialGone(before, materialId) || scheduledDeletion(before, materialId) !== undefined;
  if (inspection.alreadyGone || isDone) return { ...base, outcome: untouched(target, { status: "unchanged" }) };
  if (request.dryRun) return { ...base, outcome: untouched(target, { status: "skipped", reason: "dry-run" }) };
  const record = {
    reference: target.naming.reference,
    stateBefore: before.stateAsGiven,
    ...(materialId !== undefined && { materialId }),
  };
  await scope.outside(() => request.evidence?.({ ...record, phase: "intent" }));
  const { outcome, after, looks } = await sendDeletion(inspected, materialId, scope);
  const warnings = await writeDownOutcome(request, scope, {
    ...record,
    phase: "outcome",
    outcome: outcome.status,
    ...(outcome.status === "scheduled" && { scheduledFor: outcome.scheduledFor }),
    requestIds: outcome.requestIds,
    ...(after !== undefined && { stateAfter: after.stateAsGiven }),
    ...(looks !== undefined && { looks }),
    ...("error" in outcome && { detail: outcome.error.message }),
  });
  return {
    ...base,
    warnings,
    outcome,
    ...(after !== undefined && { after }),
    ...(looks !== undefined && { looks }),
  };
}

/** The id of the key, with or without what precedes it. */
function checkConfirmation({ inspection, engine, target }: InspectedKey, { confirm }: DeleteKeyMaterialRequest): void {
  if (confirm === inspection.confirmation || confirm === inspection.description.reference.id) return;
  throw new CrosstagError({
    code: "confirmation-required",
    provider: engine.driver.provider,
    operation: "deleteKeyMaterial",
    reference: target.naming.reference,
    message: "The confirmation does not match the key's id. Nothing was changed.",
    hint: `To delete this key's material, confirm with ${JSON.stringify(inspection.confirmation)}.`,
  });
}

/** What was confirmed is what was shown. Anything else now has to be described at, and confirmed, again. */
function checkExpected({ inspection, engine, target }: InspectedKey, { expected }: DeleteKeyMaterialRequest): void {
  if (expected === undefined) return;
  const about = {
    provider: engine.driver.provider,
    operation: "deleteKeyMaterial",
    reference: target.naming.reference,
  };
  const differences = isInspection(expected) ? compareInspection(expected, inspection) : undefined;
  if (differences === undefined)
    throw new CrosstagError({
      ...about,
      code: "invalid-request",
      message: "`expected` is not what `inspectKeyMaterial` returns. Nothing was changed.",
      hint: "Pass the inspection as it was returned, or leave it out.",
    });
  if (differences.length === 0) return;
  throw new CrosstagError({
    ...about,
    code: "confirmation-required",
    message: `The key has changed since it was inspected: ${differences.join("; ")}. Nothing was changed.`,
    hint: "Inspect the key again, and confirm its current state.",
  });
}

/** It may come from a file or a form, in which anything can stand. */
function isInspection(expected: unknown): expected is KeyMaterialInspection {
  const { description, key } = fieldsOf(expected);
  const { materials, multiRegion, expiresAt } = fieldsOf(key);
  return (
    isMap(fieldsOf(description)["reference"]) &&
    isMap(key) &&
    (materials === undefined || (Array.isArray(materials) && materials.every(isMap))) &&
    (multiRegion === undefined || Array.isArray(fieldsOf(multiRegion)["replicas"])) &&
    isTime(expiresAt) &&
    isTime(fieldsOf(expected)["scheduledFor"])
  );
}

function isTime(time: unknown): boolean {
  return time === undefined || (typeof time === "number" && Math.abs(time) <= LATEST_TIME);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}

/** Returns what was done even if it can no longer be recorded: an exception would hide it. */
async function writeDownOutcome(
  { evidence }: DeleteKeyMaterialRequest,
  scope: RequestScope,
  record: DeleteKeyMaterialEvidence,
): Promise<readonly Violation[]> {
  try {
    await scope.outside(() => evidence?.(record));
    return [];
  } catch (error) {
    const why = CrosstagError.is(error) ? ` ${error.message}` : "";
    return [
      {
        severity: "warning",
        rule: "crosstag.evidence-incomplete",
        resource: record.reference,
        message: `The call was made, but its outcome could not be recorded as evidence.${why}`,
        fix: "Keep this result; the evidence ends with the intent.",
      },
    ];
  }
}

/** Without a material id the cloud deletes the material that is current at that moment, so it is named whenever possible. */
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
    hint: known.length === 0 ? "Leave the material id out." : `Its materials are ${[...new Set(known)].join(", ")}.`,
  });
}
