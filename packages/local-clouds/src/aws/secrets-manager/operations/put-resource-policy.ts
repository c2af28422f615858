import { awsError } from "../../protocol/aws-error.ts";
import type { JsonOperation } from "../../protocol/json-service.ts";
import { isJsonObject } from "../../service/policy-checks.ts";
import { findSecretToChange, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";

export const putResourcePolicy: JsonOperation = {
  ...secretQuotas.policy,
  run(call) {
    const named = secretId(call);
    const policy = call.parameters.string("ResourcePolicy", { minimum: 1, maximum: 20_480 });
    call.parameters.optionalBoolean("BlockPublicPolicy");
    call.parameters.check();

    const secret = findSecretToChange(call, named);
    if (!isJsonObject(policy)) {
      throw awsError("MalformedPolicyDocumentException", "This resource policy contains invalid JSON.");
    }
    secret.change({ policy, lastChangedAt: call.member.secrets.clock.now() });
    return { ARN: secret.identity.arn, Name: secret.identity.name };
  },
};
