import type { Policy, PolicyScope, Waiver } from "@crosstag/compliance";
import { didYouMean } from "../documents/did-you-mean.ts";
import { isList } from "@crosstag/core/internal";

export interface ScopeProblem {
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the path. */
  readonly problem: string;
}

type Scopes = PolicyScope | readonly PolicyScope[] | undefined;

/** A scope with an unknown cloud would match no resource, without a message. */
export function unknownScopeClouds(
  { rules }: Policy,
  providers: readonly string[] | undefined,
): readonly ScopeProblem[] {
  return rules.flatMap(({ scope, except }, index) => [
    ...unknownIn(scope, ["rules", index, "scope"], providers),
    ...unknownIn(except, ["rules", index, "except"], providers),
  ]);
}

/** The same for waivers. */
export function unknownWaiverClouds(
  waivers: readonly Waiver[],
  providers: readonly string[] | undefined,
): readonly ScopeProblem[] {
  return waivers.flatMap(({ select }, index) => unknownIn(select, ["waivers", index, "select"], providers));
}

function unknownIn(
  scopes: Scopes,
  path: readonly PropertyKey[],
  known: readonly string[] | undefined,
): readonly ScopeProblem[] {
  if (scopes === undefined || known === undefined) return [];
  if (isList(scopes)) return scopes.flatMap((scope, position) => unknownIn(scope, [...path, position], known));
  const { clouds = [] } = scopes;
  return clouds.flatMap((cloud, position) => {
    if (known.includes(cloud)) return [];
    const suggestion = didYouMean(cloud, known);
    const hint = suggestion === undefined ? `known providers: ${known.join(", ")}` : `did you mean ${suggestion}?`;
    return [
      { path: [...path, "clouds", position], problem: `names an unknown provider: ${JSON.stringify(cloud)}; ${hint}` },
    ];
  });
}
