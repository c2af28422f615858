import type { ResourceInput } from "@crosstag/core";
import { compileConditions, selectsCloud } from "@crosstag/core/internal";
import type { CheckableResource } from "../check/checkable-resource.ts";
import type { Policy, PolicyScope } from "../policy/policy.ts";
import type { CompiledWaivers } from "../waivers/compile-waivers.ts";
import { listOf } from "../policy/list-of.ts";

/** Facts of resources that a policy needs besides their names and tags. */
export interface PolicyNeeds {
  /** A scope selects by state or other facts: resources have to be described. */
  readonly facts: boolean;
  /** A scope compares aliases (`where: [alias=alias/pay*]`): they have to be listed. */
  readonly aliasLists: boolean;
  /** The `clouds` of each scope that has them: providers and names of configured clouds. */
  readonly clouds: readonly (readonly string[])[];
  /** Aliases in scopes, with the clouds that the scope names, if it does, as the provider. */
  readonly aliases: readonly ResourceInput[];
  /**
   * A fact that a scope needs and that is not known of this resource: the rule would not apply to it, and the resource
   * would be compliant without a check.
   */
  readonly unknownOf: (resource: Omit<CheckableResource, "tags">) => "account" | "region" | undefined;
}

/** Returns the facts that a policy and its waivers need. An expired waiver needs none: its resources may be deleted. */
export function policyNeeds(policy: Policy, waivers?: CompiledWaivers): PolicyNeeds {
  const { all = [], expired = [] } = waivers ?? {};
  const scopes = [
    ...policy.rules.flatMap(({ scope, except }) => [...listOf(scope), ...listOf(except)]),
    ...all.filter((waiver) => !expired.includes(waiver)).flatMap(({ select }) => listOf(select)),
  ];
  // Which facts are compared does not depend on the time.
  const compared = scopes.map(({ where = [] }) => compileConditions({ where }, new Date(0)));
  return {
    facts:
      scopes.some(({ states }) => states !== undefined) || compared.some(({ needsDescription }) => needsDescription),
    aliasLists: compared.some(({ needsAliases }) => needsAliases),
    clouds: scopes.flatMap(({ clouds }) => (clouds === undefined ? [] : [clouds])),
    aliases: aliasesOf(scopes),
    unknownOf: ({ provider, cloud, account, region, managedBy }) => {
      if (managedBy === "cloud" || (account !== undefined && region !== undefined)) return undefined;
      const own = scopes.filter(
        ({ clouds }) => clouds?.some((wanted) => selectsCloud(wanted, provider, cloud)) ?? true,
      );
      if (account === undefined && own.some(({ accounts }) => accounts !== undefined)) return "account";
      return region === undefined && own.some(({ regions }) => regions !== undefined) ? "region" : undefined;
    },
  };
}

/** The name of an alias does not contain its cloud. */
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
