import type { JsonOperation } from "../../protocol/json-service.ts";
import { findSecret, refuseMarked, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";

/** A secret without a policy is answered without the field. */
export const getResourcePolicy: JsonOperation = {
  ...secretQuotas.policy,
  run(call) {
    const named = secretId(call);
    call.parameters.check();

    const { secret, shown } = findSecret(call, named);
    refuseMarked(secret);
    const { arn, name } = secret.identity;
    return { ARN: arn, Name: name, ...(shown.policy !== undefined && { ResourcePolicy: shown.policy }) };
  },
};
