import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { notPendingDelete } from "../errors.ts";
import { ownKeyToChange } from "../find-key.ts";

export const cancelKeyDeletion: Operation<RegionalContext> = {
  parameters: ["KeyId"],
  quota: 100,
  carryOut: (parameters, context) => {
    const key = ownKeyToChange(parameters, context);
    if (key.state.current !== "PendingDelete") throw notPendingDelete();
    key.cancelDeletion(context.settings.stateAfterCancelledDeletion);
    return { KeyId: key.id };
  },
};
