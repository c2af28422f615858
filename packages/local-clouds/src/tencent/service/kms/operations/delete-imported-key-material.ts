import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { notExternal, stateNotSupported, usedByProduct } from "../errors.ts";
import { keyToChange } from "../find-key.ts";

export const deleteImportedKeyMaterial: Operation<RegionalContext> = {
  parameters: ["KeyId"],
  quota: 100,
  carryOut: (parameters, context) => {
    const key = keyToChange(parameters, context);
    if (key.facts.origin !== "EXTERNAL") throw notExternal();
    if (key.usedBy.length > 0) throw usedByProduct();
    const state = key.state.current;
    if (!context.settings.deleteMaterialIn.includes(state)) throw stateNotSupported(state);
    key.deleteMaterial();
    return {};
  },
};
