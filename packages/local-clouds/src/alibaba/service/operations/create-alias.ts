import { aliasExists, invalidParameter, stateModifiedFailed } from "../../errors.ts";
import { done, type Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

const aliasForm = /^alias\/[A-Za-z0-9_/-]{1,249}$/;

export const createAlias: Operation = (parameters, context) => {
  const reference = requiredText(parameters, "KeyId");
  const name = requiredText(parameters, "AliasName");
  if (!aliasForm.test(name)) throw invalidParameter("AliasName");
  const key = keyToChange(reference, "refuse", context);
  if (key.state.current === "PendingDeletion") throw stateModifiedFailed();
  if (context.keys.aliases.has(name)) throw aliasExists();
  context.keys.addAlias(name, key);
  return done;
};
