import { resourceInUse, resourceNotFound } from "../../errors.ts";
import type { Operation } from "../context.ts";
import { requiredText } from "../fields.ts";

/** Cancels a planned deletion. */
export const restoreSecret: Operation = (parameters, context) => {
  const name = requiredText(parameters, "SecretName");
  const secret = context.secrets.find(name);
  if (secret === undefined) throw resourceNotFound();
  if (secret.deleteAt === undefined) throw resourceInUse();
  secret.deleteAt = undefined;
  return { SecretName: name };
};
