import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { stateRuleOf } from "../driver/state-rule-of.ts";
import type { ResourceInState } from "../driver/state-rule-of.ts";
import { CrosstagError } from "../model/crosstag-error.ts";

const FIX = "Leave the resource out, or try again after its state has changed.";

/** Why a cloud refuses an operation on a resource in its state, in the words of the profile; undefined if no rule of it does. */
export function stateRefusal(
  driver: KmsDriver,
  operation: DriverOperation,
  resource: ResourceInState,
  reference: string,
  refusal?: CrosstagError,
): CrosstagError | undefined {
  const rule = stateRuleOf(driver.stateRules, operation, resource);
  if (rule === undefined) return undefined;
  return new CrosstagError({
    code: "invalid-state",
    provider: driver.provider,
    operation,
    reference,
    message: rule.reason,
    hint: rule.fix ?? FIX,
    ...(refusal?.requestId !== undefined && { requestId: refusal.requestId }),
    ...(refusal?.providerCode !== undefined && { providerCode: refusal.providerCode }),
  });
}
