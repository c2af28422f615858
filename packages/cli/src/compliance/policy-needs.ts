import type { ResourceInput } from "@crosstag/core";
import type { CheckableResource, CompiledWaivers, Policy, PolicyScope } from "@crosstag/compliance";

/** What has to be known of resources besides their names and tags. */
export interface PolicyNeeds {
  readonly states: boolean;
  /** With their clouds, where the scope names them. */
  readonly aliases: readonly ResourceInput[];
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
    aliases: aliasesOf(scopes),
    unknownOf: ({ provider, account, region, managedBy }) => {
      if (managedBy === "cloud" || (account !== undefined && region !== undefined)) return undefined;
      const own = scopes.filter(({ clouds }) => clouds === undefined || clouds.includes(provider));
      if (account === undefined && own.some(({ accounts }) => accounts !== undefined)) return "account";
      return region === undefined && own.some(({ regions }) => regions !== undefined) ? "region" : undefined;
    },
  };
}

/** The bare name of an alias says nothing of its cloud. */
function aliasesOf(scopes: readonly PolicyScope[]): readonly ResourceInput[] {
  const inputs = scopes.flatMap(({ aliases = [], clouds }) =>
    aliases.flatMap((text): readonly ResourceInput[] =>
      clouds === undefined || !text.startsWith("alias/")
        ? [text]
        : clouds.map((provider) => ({ provider, kind: "key", id: text, alias: true, text })),
    ),
  );
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}

function listOf(scopes: PolicyScope | readonly PolicyScope[] | undefined): readonly PolicyScope[] {
  return scopes === undefined ? [] : ([scopes].flat() as readonly PolicyScope[]);
}
