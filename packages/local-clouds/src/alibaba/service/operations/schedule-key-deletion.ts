import { stateModifiedFailed, unsupportedOperation } from "../../errors.ts";
import { done, type Operation } from "../context.ts";
import { integer, requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

const dayMs = 24 * 60 * 60 * 1000;

export const scheduleKeyDeletion: Operation = (parameters, context) => {
  const reference = requiredText(parameters, "KeyId");
  const days = integer(parameters, "PendingWindowInDays", { from: 7, to: 366 });
  const key = keyToChange(reference, "refuse", context);
  if (key.state.current === "PendingDeletion") throw stateModifiedFailed();
  if (key.deletionProtection.enabled) throw unsupportedOperation();
  key.scheduleDeletion(context.clock.now() + days * dayMs);
  context.keys.noteDue(key);
  return done;
};
