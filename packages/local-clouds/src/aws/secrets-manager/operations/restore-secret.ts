import type { JsonOperation } from "../../protocol/json-service.ts";
import { findSecret, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";

/** Cancels a planned deletion. Succeeds if none is planned. */
export const restoreSecret: JsonOperation = {
  ...secretQuotas.restore,
  run(call) {
    const named = secretId(call);
    call.parameters.check();

    const { secret } = findSecret(call, named);
    secret.change({ deletion: undefined });
    return { ARN: secret.identity.arn, Name: secret.identity.name };
  },
};
