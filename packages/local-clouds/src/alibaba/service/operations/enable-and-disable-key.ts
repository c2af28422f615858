import { stateModifiedFailed } from "../../errors.ts";
import type { KeyState } from "../../state/key.ts";
import { done, type Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToChange } from "../find.ts";

/** Both succeed on a key that already has the state, and are refused in both pending states. */
const switchTo =
  (state: KeyState): Operation =>
  (parameters, context) => {
    const key = keyToChange(requiredText(parameters, "KeyId"), "refuse", context);
    if (key.state.current !== "Enabled" && key.state.current !== "Disabled") throw stateModifiedFailed();
    if (key.state.current !== state) key.state.write(state);
    return done;
  };

export const enableKey = switchTo("Enabled");
export const disableKey = switchTo("Disabled");
