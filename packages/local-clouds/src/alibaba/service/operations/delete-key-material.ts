import { unsupportedOperation, unsupportedOrigin } from "../../errors.ts";
import { done, type Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

/** Allowed in every state; repeating it succeeds. */
export const deleteKeyMaterial: Operation = (parameters, context) => {
  const key = keyToChange(requiredText(parameters, "KeyId"), "refuse", context);
  if (key.facts.origin !== "EXTERNAL") throw unsupportedOrigin();
  if (key.deletionProtection.enabled && context.settings.deletionProtectionGuardsMaterial) throw unsupportedOperation();
  key.deleteMaterial();
  return done;
};
