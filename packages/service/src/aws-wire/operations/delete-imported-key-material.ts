import type { DeleteKeyMaterialResult, KeyMaterialInspection } from "@crosstag/core";
import * as operations from "@crosstag/operations";
import { writtenBy } from "../../writes/written-by.ts";
import { checkChangeableKey, withKey } from "../check-key.ts";
import { textOf, toWireError } from "../error-names.ts";
import { deleteImportedKeyMaterialInput } from "../inputs.ts";
import { WireError } from "../wire-error.ts";
import { wireOperation, type WireAnswer, type WireCall } from "../wire-operation.ts";

/**
 * Deletes the imported material of a key that the operator has named. This protocol has no look and no confirmation, so the
 * material is pinned to the one that was found, and the key must not have changed since.
 */
export const deleteImportedKeyMaterial = wireOperation(
  operations.deleteKeyMaterial,
  deleteImportedKeyMaterialInput,
  async ({ KeyId, KeyMaterialId }, call) =>
    withKey(KeyId, call, async () => {
      const { deletableKeyMaterial = [] } = call;
      if (deletableKeyMaterial.length === 0) throw notAllowed(call);
      await checkChangeableKey(KeyId, [], call);
      const inspection = await call.crosstag.inspectKeyMaterial({ resource: KeyId }, call.options);
      if (!deletableKeyMaterial.includes(inspection.reference)) throw notAllowed(call);
      if (inspection.obstacle !== undefined) throw inspection.obstacle;
      const materialId = KeyMaterialId ?? inspection.materialId;
      if (inspection.alreadyGone) return answerOf(inspection.reference, materialId);
      if (inspection.effect === "scheduled") throw deletedLater();
      return settle(await deleteMaterial({ inspection, materialId }, call));
    }),
);

interface Pinned {
  readonly inspection: KeyMaterialInspection;
  readonly materialId: string | undefined;
}

/** Not with the signal of the request: what is sent is followed to its end, and written down. */
function deleteMaterial({ inspection, materialId }: Pinned, call: WireCall): Promise<DeleteKeyMaterialResult> {
  return call.crosstag.deleteKeyMaterial({
    resource: inspection.reference,
    confirm: inspection.confirmation,
    expected: inspection,
    materialId,
    evidence: (record) => call.keyMaterial.record(record, writtenBy(call)),
  });
}

/** @throws WireError that no client repeats by itself, unless nothing was sent */
function settle({ outcome, materialId, warnings }: DeleteKeyMaterialResult): WireAnswer {
  switch (outcome.status) {
    case "changed":
    case "unchanged":
      return answerOf(
        outcome.reference,
        materialId,
        warnings.map(({ message }) => message),
      );
    case "failed":
      throw toWireError(outcome.error);
    case "unknown":
      throw new WireError(
        "KMSInvalidStateException",
        `The deletion was sent, and whether it was made is not known. Describe the key before anything else. ${textOf(outcome.error)}`,
      );
    case "scheduled":
      throw deletedLater();
    case "skipped":
      throw new WireError("ThrottlingException", "The time of the request ended before its turn. Nothing was deleted.");
  }
}

function answerOf(reference: string, materialId: string | undefined, warnings: readonly string[] = []): WireAnswer {
  return {
    KeyId: reference,
    ...(materialId !== undefined && { KeyMaterialId: materialId }),
    // Not a field of AWS, whose clients pass over it: what happened must be said somewhere.
    ...(warnings.length > 0 && { Warnings: warnings }),
  };
}

function notAllowed({ caller }: WireCall): WireError {
  return new WireError(
    "AccessDeniedException",
    `${caller.name} may not delete the material of this key over this protocol, which has no confirmation. Use the two ` +
      "requests under /v1/delete-key-material, or name the key in deletableKeyMaterial of the access file.",
  );
}

/** AWS's success means that the material is gone. */
function deletedLater(): WireError {
  return new WireError(
    "UnsupportedOperationException",
    "The cloud of this key deletes material days later. Use the two requests under /v1/delete-key-material, which show when.",
  );
}
