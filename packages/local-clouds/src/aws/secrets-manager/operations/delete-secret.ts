import { awsError } from "../../protocol/aws-error.ts";
import type { JsonOperation } from "../../protocol/json-service.ts";
import { seconds } from "../describe-fields.ts";
import { findSecretToChange, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";

const dayMs = 24 * 60 * 60 * 1000;
const window = { shortest: 7, longest: 30 } as const;

/** Marks a secret for deletion. Without a window, AWS waits 30 days. */
export const deleteSecret: JsonOperation = {
  ...secretQuotas.delete,
  run(call) {
    const { parameters } = call;
    const { clock } = call.member.secrets;
    const named = secretId(call);
    const days = parameters.optionalInteger("RecoveryWindowInDays", -Infinity, Infinity);
    const immediately = parameters.optionalBoolean("ForceDeleteWithoutRecovery") ?? false;
    parameters.check();

    if (days !== undefined) checkWindow(days, immediately);
    const secret = findSecretToChange(call, named);
    if (secret.replicas.length > 0) {
      const regions = secret.replicas.map(({ identity }) => identity.region).join(", ");
      throw awsError(
        "InvalidParameterException",
        `You can't delete secret ${secret.identity.name} that still has replica regions [${regions}]`,
      );
    }
    const requestedAt = clock.now();
    const plannedAt = immediately ? requestedAt : requestedAt + (days ?? window.longest) * dayMs;
    secret.change({ deletion: { requestedAt, plannedAt } });
    return { ARN: secret.identity.arn, Name: secret.identity.name, DeletionDate: seconds(plannedAt) };
  },
};

function checkWindow(days: number, immediately: boolean): void {
  if (immediately) {
    throw awsError(
      "InvalidParameterException",
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days >= window.shortest && days <= window.longest) return;
  throw awsError(
    "InvalidParameterException",
    `RecoveryWindowInDays value must be between ${window.shortest} and ${window.longest} days (inclusive).`,
  );
}
