import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { secretPendingDelete } from "../errors.ts";
import { secretToChange } from "../find-secret.ts";

/** Both succeed on a secret that already has the status. */
const switchTo = (status: "Enabled" | "Disabled"): Operation<RegionalContext> => ({
  parameters: ["SecretName"],
  quota: 40,
  carryOut: (parameters, context) => {
    const secret = secretToChange(parameters, context);
    if (secret.status.current === "PendingDelete") throw secretPendingDelete();
    if (secret.status.current !== status) secret.status.write(status);
    return { SecretName: secret.id };
  },
});

export const enableSecret = switchTo("Enabled");
export const disableSecret = switchTo("Disabled");
