import { findKey } from "./find-key.ts";
import type { AwsOperation } from "./operation.ts";

/**
 * The last cryptographic operation. Only a test's scene can set one: local clouds have no cryptographic operations.
 * Without one, KeyLastUsage is empty; TrackingStartDate is the later of the key's creation and the beginning of all
 * tracking (SDK 3.1162.0, verified 2026-11-29).
 */
export const getKeyLastUsage: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: false,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    parameters.check();

    const { identity, lastUsage } = findKey(context, keyId);
    return {
      KeyId: identity.id,
      KeyLastUsage:
        lastUsage === undefined
          ? {}
          : {
              Operation: lastUsage.operation,
              Timestamp: lastUsage.at / 1000,
              CloudTrailEventId: lastUsage.eventId,
              KmsRequestId: lastUsage.requestId,
            },
      TrackingStartDate: Math.max(identity.createdAt, account.settings.usageTrackedSince) / 1000,
      KeyCreationDate: identity.createdAt / 1000,
    };
  },
};
