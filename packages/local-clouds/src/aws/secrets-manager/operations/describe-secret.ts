import type { JsonOperation } from "../../protocol/json-service.ts";
import { replicationStatus, secretFields } from "../describe-fields.ts";
import { findSecret, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";

/** The reading of tags: the service has no ListTagsForResource. A secret marked for deletion is described. */
export const describeSecret: JsonOperation = {
  ...secretQuotas.describe,
  run(call) {
    const named = secretId(call);
    call.parameters.check();

    const { secret, shown } = findSecret(call, named);
    return {
      ...secretFields(secret, shown, call.member.secrets.settings.secretDeletedDate),
      ...replicationStatus(secret),
    };
  },
};
