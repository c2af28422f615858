import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { secretNotDisabled, secretNotPendingDelete, secretPendingDelete } from "../errors.ts";
import { secretToChange } from "../find-secret.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Deletes at once without a waiting period, which is the default. */
export const deleteSecret: Operation<RegionalContext> = {
  parameters: ["SecretName", "RecoveryWindowInDays"],
  quota: 40,
  carryOut: (parameters, context) => {
    const { clock, here } = context;
    const days = parameters.integer("RecoveryWindowInDays", { from: 0, to: 30, fallback: 0 });
    const secret = secretToChange(parameters, context);
    const status = secret.status.current;
    if (status === "PendingDelete") throw secretPendingDelete();
    if (status !== "Disabled") throw secretNotDisabled();
    const deleteAt = clock.now() + days * dayMs;
    if (days === 0) here.secrets.removeAll(new Set([secret]));
    else {
      secret.scheduleDeletion(deleteAt);
      here.secrets.noteDue(secret);
    }
    return { SecretName: secret.id, DeleteTime: Math.floor(deleteAt / 1000) };
  },
};

export const restoreSecret: Operation<RegionalContext> = {
  parameters: ["SecretName"],
  quota: 40,
  carryOut: (parameters, context) => {
    const secret = secretToChange(parameters, context);
    if (secret.status.current !== "PendingDelete") throw secretNotPendingDelete();
    secret.restore();
    return { SecretName: secret.id };
  },
};
