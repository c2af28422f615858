import type { CompiledWaivers, Policy, PolicyScope } from "@crosstag/compliance";

/** What has to be known of resources besides their names and tags. */
export interface PolicyNeeds {
  readonly states: boolean;
  readonly aliases: readonly string[];
}

export function policyNeeds(policy: Policy, waivers?: CompiledWaivers): PolicyNeeds {
  const scopes = [
    ...policy.rules.flatMap(({ scope, except }) => [...listOf(scope), ...listOf(except)]),
    ...(waivers?.all ?? []).flatMap(({ select }) => listOf(select)),
  ];
  return {
    states: scopes.some(({ states }) => states !== undefined),
    aliases: [...new Set(scopes.flatMap(({ aliases = [] }) => aliases))],
  };
}

function listOf(scopes: PolicyScope | readonly PolicyScope[] | undefined): readonly PolicyScope[] {
  return scopes === undefined ? [] : ([scopes].flat() as readonly PolicyScope[]);
}
