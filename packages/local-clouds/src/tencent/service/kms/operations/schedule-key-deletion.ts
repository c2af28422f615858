import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { invalidPendingWindow, mustBeDisabled, stateNotSupported, usedByProduct } from "../errors.ts";
import { ownKeyToChange } from "../find-key.ts";
import { seconds } from "../key-metadata.ts";

const dayMs = 24 * 60 * 60 * 1000;

export const scheduleKeyDeletion: Operation<RegionalContext> = {
  parameters: ["KeyId", "PendingWindowInDays"],
  quota: 100,
  carryOut: (parameters, context) => {
    const days = parameters.integer("PendingWindowInDays", { from: -Infinity, to: Infinity });
    if (days < 7 || days > 30) throw invalidPendingWindow();
    const key = ownKeyToChange(parameters, context);
    if (key.usedBy.length > 0) throw usedByProduct();
    const state = key.state.current;
    if (state === "PendingDelete" || state === "Archived") throw stateNotSupported(state);
    if (state === "Enabled") throw mustBeDisabled();
    if (state === "PendingImport" && context.settings.scheduleFromPendingImport === "refuse") throw mustBeDisabled();
    key.scheduleDeletion(context.clock.now() + days * dayMs);
    context.here.keys.noteDue(key);
    return { DeletionDate: seconds(key.deleteAt), KeyId: key.id };
  },
};
