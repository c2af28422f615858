import type { JsonOperation } from "../../protocol/json-service.ts";
import { tagLengthOf } from "../../tags/general-tag-rules.ts";
import { findSecretToChange, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";
import { checkTagKeys, refuseProtected } from "../secret-tag-checks.ts";

export const untagResource: JsonOperation = {
  ...secretQuotas.tagging,
  run(call) {
    const { settings, clock } = call.member.secrets;
    const named = secretId(call);
    const keys = call.parameters.tagKeys(
      call.parameters.list("TagKeys"),
      tagLengthOf(settings),
      settings.secretTagLengths.key,
    );
    call.parameters.check();

    const secret = findSecretToChange(call, named);
    checkTagKeys(keys, settings);
    refuseProtected(call, secret, keys);
    const left = new Map(secret.current.tags);
    for (const key of keys) left.delete(key);
    // A secret without tags stays one that never had any.
    const tags = secret.current.tags === undefined ? {} : { tags: left };
    secret.change({ ...tags, lastChangedAt: clock.now() });
    return undefined;
  },
};
