import { awsError } from "../protocol/aws-error.ts";
import type { KeyMaterial } from "../state/key-material.ts";
import { pendingMaterial } from "../state/key-status.ts";
import type { KmsKey } from "../state/kms-key.ts";
import { symmetricDefault } from "../state/key-specs.ts";
import { findKey } from "./find-key.ts";
import { refuseStates, requireCustomerManaged } from "./key-checks.ts";
import type { AwsOperation, OperationContext } from "./operation.ts";

/** The rotation is done immediately. In the cloud it takes up to some minutes. */
export const rotateKeyOnDemand: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: true,
  run(context) {
    const keyId = context.parameters.keyId();
    context.parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    const { arn, keySpec, primaryRegion, region } = key.identity;
    if (key.status.current.state === "Disabled") throw awsError("DisabledException", `${arn} is disabled.`);
    refuseStates(key, [
      "PendingImport",
      "PendingDeletion",
      "PendingReplicaDeletion",
      "Unavailable",
      "Creating",
      "Updating",
    ]);
    // The state is checked first, and this refusal has no text (recorded 2025-03-08).
    if (keySpec !== symmetricDefault) throw awsError("UnsupportedOperationException", "");
    // Replicas follow their primary. The text is the one recorded for ReplicateKey.
    if (primaryRegion !== undefined && primaryRegion !== region) {
      throw awsError("UnsupportedOperationException", `${arn} is not a multi-region primary key.`);
    }
    if (key.status.current.onDemandRotations >= context.account.settings.onDemandRotations) {
      throw awsError(
        "LimitExceededException",
        `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`,
      );
    }
    rotate(context, key);
    return { KeyId: arn };
  },
};

function rotate(context: OperationContext, key: KmsKey): void {
  const next = nextMaterial(context, key);
  for (const member of [key, ...context.account.relativesOf(key)]) {
    const { materials, onDemandRotations } = member.status.current;
    const older = materials
      .filter((material) => material.id !== next.id)
      .map((material) => (material.role === "CURRENT" ? { ...material, role: "NON_CURRENT" as const } : material));
    const current = {
      ...next,
      ...materials.find((material) => material.id === next.id),
      role: "CURRENT" as const,
    };
    member.change({
      materials: [...older, { ...current, rotatedAt: context.account.clock.now() }],
      onDemandRotations: onDemandRotations + 1,
    });
  }
}

function nextMaterial(context: OperationContext, key: KmsKey): KeyMaterial {
  if (key.identity.origin === "AWS_KMS") {
    return { id: context.account.newMaterialId(), role: "CURRENT", imported: true };
  }
  const pending = pendingMaterial(key.status.current);
  if (pending?.role !== "PENDING_ROTATION") {
    throw awsError(
      "KMSInvalidStateException",
      `No available key material pending rotation for the key: ${key.identity.arn}.`,
    );
  }
  return pending;
}
