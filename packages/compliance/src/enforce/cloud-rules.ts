import { rulesFor, type TagRules } from "@crosstag/core";
import { kindsOf } from "@crosstag/core/driver";
import type { KmsDriver, StateRule } from "@crosstag/core/driver";
import type { CheckableResource } from "../check/checkable-resource.ts";

/** What the cloud of a resource refuses. */
export interface CloudRules {
  /** Its rules for tags of the kind. */
  readonly rules: TagRules;
  /** What the states of its resources prevent. */
  readonly stateRules: readonly StateRule[] | undefined;
}

/** What the cloud that a resource is in refuses, for its kind. Undefined: the cloud is not connected. */
export type RulesOf = (resource: Pick<CheckableResource, "provider" | "region" | "kind">) => CloudRules | undefined;

/** The rules of the connected clouds. One provider may have several clouds, with different rules by region. */
export function cloudRules(crosstag: { readonly drivers: ReadonlyMap<string, KmsDriver> }): RulesOf {
  const drivers = [...crosstag.drivers.values()];
  const known = new Map<string, CloudRules | undefined>();
  return ({ provider, region, kind }) => {
    const name = JSON.stringify([provider, region, kind]);
    if (known.has(name)) return known.get(name);
    const own = drivers.filter((driver) => driver.provider === provider && kindsOf(driver).includes(kind));
    const driver = own.find(({ scope }) => scope.region === region) ?? own[0];
    const rules = driver && { rules: rulesFor(driver.rules, kind), stateRules: driver.stateRules };
    known.set(name, rules);
    return rules;
  };
}
