import type { AwsOperation } from "./operation.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged } from "./key-checks.ts";
import { isReserved, tagLengthOf } from "../tags/general-tag-rules.ts";
import { refuseEmpty, reserved } from "./tag-checks.ts";

export const untagResource: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: true,
  run(context) {
    const { parameters } = context;
    const { settings } = context.account;
    const keyId = parameters.keyId();
    const tagKeys = parameters.tagKeys(parameters.list("TagKeys"), tagLengthOf(settings));
    parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    refuseStates(key, deletionStates);

    refuseEmpty(tagKeys, "tagKeys", settings);
    if (settings.untagReservedError !== "none" && tagKeys.some(isReserved)) throw reserved();
    const left = new Map(key.tags.current);
    for (const tagKey of tagKeys) left.delete(tagKey);
    key.tags.write(left);
    return undefined;
  },
};
