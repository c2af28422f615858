import { awsError } from "../protocol/aws-error.ts";
import { isPermanent } from "../state/key-material.ts";
import type { KeyStatus } from "../state/key-status.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, requireCustomerManaged } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

export const cancelKeyDeletion: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: true,
  run(context) {
    const keyId = context.parameters.keyId();
    context.parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    if (!deletionStates.includes(key.status.current.state)) {
      throw awsError("KMSInvalidStateException", `${key.identity.arn} is not pending deletion.`);
    }
    const { deletionDate: _date, pendingWindowInDays: _days, ...kept } = key.status.current;
    key.status.write({
      ...kept,
      state: key.identity.origin === "EXTERNAL" && lacksMaterial(kept) ? "PendingImport" : "Disabled",
    });
    return { KeyId: key.identity.arn };
  },
};

function lacksMaterial({ materials }: KeyStatus): boolean {
  return materials.length === 0 || materials.some((material) => isPermanent(material) && !material.imported);
}
