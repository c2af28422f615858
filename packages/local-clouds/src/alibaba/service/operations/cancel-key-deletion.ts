import { stateModifiedFailed } from "../../errors.ts";
import { done, type Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

export const cancelKeyDeletion: Operation = (parameters, context) => {
  const key = keyToChange(requiredText(parameters, "KeyId"), "refuse", context);
  if (key.state.current !== "PendingDeletion") throw stateModifiedFailed();
  key.cancelDeletion();
  return done;
};
