import { resourceNotFound } from "../../errors.ts";
import type { Operation } from "../context.ts";
import { integer, optionalBoolean, requiredText, timeText } from "../fields.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Days, https://www.alibabacloud.com/help/en/kms/developer-reference/api-deletesecret (verified 2026-11-30). */
const window = { from: 7, to: 30, fallback: 30 } as const;

/** Plans the deletion of a secret, or deletes it at once. */
export const deleteSecret: Operation = (parameters, context) => {
  const name = requiredText(parameters, "SecretName");
  const immediately = optionalBoolean(parameters, "ForceDeleteWithoutRecovery") === true;
  const days = immediately ? 0 : integer(parameters, "RecoveryWindowInDays", window);
  const secret = context.secrets.find(name);
  if (secret === undefined) throw resourceNotFound();
  secret.deleteAt = context.clock.now() + days * dayMs;
  context.secrets.noteDue(secret);
  return { SecretName: name, PlannedDeleteTime: timeText(secret.deleteAt) };
};
