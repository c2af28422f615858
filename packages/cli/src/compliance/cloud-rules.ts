import type { CheckableResource } from "@crosstag/compliance";
import { rulesFor, type TagRules } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { Container } from "inversify";

/** The rules of the cloud that a resource is in, for its kind. */
export type RulesOf = (resource: Pick<CheckableResource, "provider" | "region" | "kind">) => TagRules | undefined;

/** The rules of the clouds that are connected: of one provider there may be several, with other rules in another region. */
export function cloudRules(container: Container): RulesOf {
  const names = Object.keys(container.get(SERVICE.Configuration).clouds);
  const drivers = names.map((name) => container.get(SERVICE.KmsDriver, { name }));
  const known = new Map<string, TagRules | undefined>();
  return ({ provider, region, kind }) => {
    const name = JSON.stringify([provider, region, kind]);
    if (known.has(name)) return known.get(name);
    const own = drivers.filter((driver) => driver.provider === provider);
    const driver = own.find(({ scope }) => scope.region === region) ?? own[0];
    const rules = driver === undefined ? undefined : rulesFor(driver.rules, kind);
    known.set(name, rules);
    return rules;
  };
}
