import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged } from "./key-checks.ts";
import type { AwsOperation } from "./operation.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** A multi-Region primary waits for its replicas; its own waiting period begins when they are deleted. */
export const scheduleKeyDeletion: AwsOperation = {
  requestsPerSecond: 15,
  changesKey: true,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const days = parameters.optionalInteger("PendingWindowInDays", 7, 30) ?? 30;
    parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    refuseStates(key, deletionStates);

    const waitsForReplicas = key.identity.primaryRegion === key.identity.region && account.relativesOf(key).length > 0;
    if (waitsForReplicas) {
      key.change({ state: "PendingReplicaDeletion", pendingWindowInDays: days });
      return {
        KeyId: key.identity.arn,
        KeyState: "PendingReplicaDeletion",
        PendingWindowInDays: days,
      };
    }
    const deletionDate = account.clock.now() + days * dayMs;
    key.change({ state: "PendingDeletion", deletionDate });
    return {
      KeyId: key.identity.arn,
      DeletionDate: deletionDate / 1000,
      KeyState: "PendingDeletion",
      PendingWindowInDays: days,
    };
  },
};
