import { findKey } from "./find-key.ts";
import { refuseStates, requireCustomerManaged } from "./key-checks.ts";
import type { OperationContext } from "./operation.ts";

/** What EnableKey and DisableKey have in common: everything except the resulting state. */
export function switchKey(context: OperationContext, state: "Enabled" | "Disabled"): undefined {
  const keyId = context.parameters.keyId();
  context.parameters.check();

  const key = findKey(context, keyId);
  requireCustomerManaged(context, key);
  refuseStates(key, [
    "PendingImport",
    "PendingDeletion",
    "PendingReplicaDeletion",
    "Unavailable",
    "Creating",
    "Updating",
  ]);

  key.change({ state });
  return undefined;
}
