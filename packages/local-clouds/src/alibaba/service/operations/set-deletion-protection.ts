import { missingParameter, pendingDeletion } from "../../errors.ts";
import { done, type Operation } from "../context.ts";
import { optionalBoolean, requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

export const setDeletionProtection: Operation = (parameters, context) => {
  const arn = requiredText(parameters, "ProtectedResourceArn");
  const enabled = optionalBoolean(parameters, "EnableDeletionProtection");
  if (enabled === undefined) throw missingParameter("EnableDeletionProtection");
  const key = keyToChange(arn, "refuse", context);
  if (key.state.current === "PendingDeletion") throw pendingDeletion();
  const description = parameters["DeletionProtectionDescription"] ?? "";
  key.deletionProtection = { enabled, description: enabled ? description : "" };
  return done;
};
