import type { CheckableResource, CompiledWaivers, Policy, PolicyScope } from "@crosstag/compliance";

/** What has to be known of resources besides their names and tags. */
export interface PolicyNeeds {
  readonly states: boolean;
  readonly aliases: readonly string[];
  /**
   * What a scope goes by and nobody knows of this resource: the rule would not hold for it, and it would be compliant
   * without a look.
   */
  readonly unknownOf: (resource: Omit<CheckableResource, "tags">) => "account" | "region" | undefined;
}

/** A waiver that has ended needs nothing any more; what it was for may be gone. */
export function policyNeeds(policy: Policy, waivers?: CompiledWaivers): PolicyNeeds {
  const { all = [], expired = [] } = waivers ?? {};
  const scopes = [
    ...policy.rules.flatMap(({ scope, except }) => [...listOf(scope), ...listOf(except)]),
    ...all.filter((waiver) => !expired.includes(waiver)).flatMap(({ select }) => listOf(select)),
  ];
  return {
    states: scopes.some(({ states }) => states !== undefined),
    aliases: [...new Set(scopes.flatMap(({ aliases = [] }) => aliases))],
    unknownOf: ({ provider, account, region, managedBy }) => {
      if (managedBy === "cloud" || (account !== undefined && region !== undefined)) return undefined;
      const own = scopes.filter(({ clouds }) => clouds === undefined || clouds.includes(provider));
      if (account === undefined && own.some(({ accounts }) => accounts !== undefined)) return "account";
      return region === undefined && own.some(({ regions }) => regions !== undefined) ? "region" : undefined;
    },
  };
}

function listOf(scopes: PolicyScope | readonly PolicyScope[] | undefined): readonly PolicyScope[] {
  return scopes === undefined ? [] : ([scopes].flat() as readonly PolicyScope[]);
}
