import type { Policy, PolicyScope, Waiver } from "@crosstag/compliance";
import { defaultAdapterRegistry } from "@crosstag/inversify/registry";
import { didYouMean } from "@crosstag/config/hints";

export interface ScopeProblem {
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the path. */
  readonly problem: string;
}

type Scopes = PolicyScope | readonly PolicyScope[] | undefined;

/** A scope with an unknown cloud would match no resource, without a message. */
export function unknownScopeClouds({ rules }: Policy): readonly ScopeProblem[] {
  return rules.flatMap(({ scope, except }, index) => [
    ...unknownIn(scope, ["rules", index, "scope"]),
    ...unknownIn(except, ["rules", index, "except"]),
  ]);
}

export function unknownWaiverClouds(waivers: readonly Waiver[]): readonly ScopeProblem[] {
  return waivers.flatMap(({ select }, index) => unknownIn(select, ["waivers", index, "select"]));
}

function unknownIn(scopes: Scopes, path: readonly PropertyKey[]): readonly ScopeProblem[] {
  if (scopes === undefined) return [];
  if (Array.isArray(scopes))
    return (scopes as readonly PolicyScope[]).flatMap((scope, position) => unknownIn(scope, [...path, position]));
  const { clouds = [] } = scopes as PolicyScope;
  const known = defaultAdapterRegistry().registrations.map(({ provider }) => provider);
  return clouds.flatMap((cloud, position) => {
    if (known.includes(cloud)) return [];
    const suggestion = didYouMean(cloud, known);
    const hint = suggestion === undefined ? `known providers: ${known.join(", ")}` : `did you mean ${suggestion}?`;
    return [
      { path: [...path, "clouds", position], problem: `names an unknown provider: ${JSON.stringify(cloud)}; ${hint}` },
    ];
  });
}
