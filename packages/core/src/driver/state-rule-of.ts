import type { ResourceKind } from "../model/reference.ts";
import type { ResourceState } from "../model/resource-description.ts";
import type { DriverOperation } from "./capabilities.ts";
import type { StateRule } from "./state-rule.ts";

/** A resource whose state is known. */
export interface ResourceInState {
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** Its state. Absent: not known. */
  readonly state?: ResourceState | undefined;
}

/**
 * Returns the rule with which a cloud refuses an operation on a resource in its state. Undefined if no rule does: then the cloud
 * decides.
 */
export function stateRuleOf(
  rules: readonly StateRule[] | undefined,
  operation: DriverOperation,
  { kind, state }: ResourceInState,
): StateRule | undefined {
  if (state === undefined) return undefined;
  return rules?.find(
    ({ kinds, states, operations }) =>
      states.includes(state) && operations.includes(operation) && (kinds === undefined || kinds.includes(kind)),
  );
}
