import type { AwsOperation } from "./operation.ts";
import { findKey } from "./find-key.ts";
import { deletionStates, refuseStates, requireCustomerManaged } from "./key-checks.ts";
import { tagLengthOf } from "../tags/general-tag-rules.ts";
import { checkEachTag, merge, refuseDuplicates, refuseEmpty } from "./tag-checks.ts";

export const tagResource: AwsOperation = {
  requestsPerSecond: 10,
  changesKey: true,
  run(context) {
    const { parameters } = context;
    const { settings } = context.account;
    const keyId = parameters.keyId();
    const tags = parameters.tags(parameters.list("Tags"), tagLengthOf(settings));
    if (settings.tagCheckOrder === "duplicates-first") refuseDuplicates(tags);
    parameters.check();

    const key = findKey(context, keyId);
    requireCustomerManaged(context, key);
    refuseStates(key, deletionStates);

    refuseEmpty(tags, "tags", settings);
    checkEachTag(tags, settings);
    refuseDuplicates(tags);
    key.tags.write(merge(key.tags.current, tags, settings, settings.tooManyTagsError));
    return undefined;
  },
};
