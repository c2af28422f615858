import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { stateNotSupported } from "../errors.ts";
import { ownKeyToChange } from "../find-key.ts";

/** Both succeed on a key that already has the state. */
const switchTo = (state: "Enabled" | "Disabled"): Operation<RegionalContext> => ({
  parameters: ["KeyId"],
  quota: 100,
  carryOut: (parameters, context) => {
    const key = ownKeyToChange(parameters, context);
    const current = key.state.current;
    if (current !== "Enabled" && current !== "Disabled") throw stateNotSupported(current);
    if (current !== state) key.state.write(state);
    return {};
  },
});

export const enableKey = switchTo("Enabled");
export const disableKey = switchTo("Disabled");
