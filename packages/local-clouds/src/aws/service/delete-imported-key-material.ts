import { awsError } from "../protocol/aws-error.ts";
import { isPermanent, type KeyMaterial } from "../state/key-material.ts";
import { currentMaterial, withoutMaterial } from "../state/key-status.ts";
import { hasMaterialIds, type KmsKey } from "../state/kms-key.ts";
import { findKey } from "./find-key.ts";
import { refuseStates, requireCustomerManaged, requireExternalOrigin, transientStates } from "./key-checks.ts";
import type { AwsOperation, OperationContext } from "./operation.ts";

/**
 * Without KeyMaterialId, the current material is deleted. The answer's fields were added in June 2025 (SDK
 * documentation, verified 2026-11-22).
 */
export const deleteImportedKeyMaterial: AwsOperation = {
  requestsPerSecond: 15,
  changesKey: true,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const asked = account.dialect.keyMaterialIds
      ? parameters.optionalString("KeyMaterialId", {
          minimum: 64,
          maximum: 64,
          pattern: /^[a-f0-9]+$/,
        })
      : undefined;
    parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    requireExternalOrigin(key);
    refuseStates(key, transientStates);

    const material = asked === undefined ? currentMaterial(key.status.current) : materialAsked(context, key, asked);
    if (material === undefined || !material.imported) {
      // With this setting, material that the key does not have counts as deleted, whatever state the key is in.
      const passedOver = material === undefined && asked !== undefined && hasMaterialIds(key);
      if (key.status.current.state !== "PendingImport" && !passedOver) throw noMaterial(key);
      const named = account.settings.noEffectMaterialId === "absent" ? undefined : (asked ?? material?.id);
      return answer(context, key, named);
    }
    remove(context, key, material);
    return answer(context, key, material.id);
  },
};

function materialAsked(context: OperationContext, key: KmsKey, id: string): KeyMaterial | undefined {
  const { settings } = context.account;
  if (!hasMaterialIds(key)) {
    if (settings.materialIdNotSupportedError === "none") return currentMaterial(key.status.current);
    throw awsError(
      settings.materialIdNotSupportedError,
      `${key.identity.arn} does not support KeyMaterialId, because it is not a symmetric encryption key.`,
    );
  }
  const material = key.status.current.materials.find((candidate) => candidate.id === id);
  if (material === undefined && settings.unknownMaterialError !== "none") {
    throw awsError(settings.unknownMaterialError, `Key material (id: ${id}) does not exist in ${key.identity.arn}.`);
  }
  return material;
}

function remove(context: OperationContext, key: KmsKey, material: KeyMaterial): void {
  key.status.write(withoutMaterial(key.status.current, material));
  // Pending material is deleted from the replicas with the primary's; permanent material is not.
  if (isPermanent(material) || key.identity.primaryRegion !== key.identity.region) return;
  for (const replica of context.account.relativesOf(key)) {
    const copy = replica.status.current.materials.find((candidate) => candidate.id === material.id);
    if (copy !== undefined) replica.status.write(withoutMaterial(replica.status.current, copy));
  }
}

function noMaterial(key: KmsKey): Error {
  return awsError(
    "UnsupportedOperationException",
    `${key.identity.arn} does not have imported key material, which is not valid for this operation.`,
  );
}

function answer(
  context: OperationContext,
  key: KmsKey,
  materialId: string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (!context.account.dialect.keyMaterialIds) return undefined;
  return {
    KeyId: key.identity.arn,
    ...(materialId !== undefined && hasMaterialIds(key) && { KeyMaterialId: materialId }),
  };
}
