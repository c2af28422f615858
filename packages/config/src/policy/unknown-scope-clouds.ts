import type { Policy, PolicyScope, Waiver } from "@crosstag/compliance";
import { unknownCloud, type KnownClouds } from "../configuration/unknown-cloud.ts";
import { isList } from "@crosstag/core/internal";

export interface ScopeProblem {
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the path. */
  readonly problem: string;
}

type Scopes = PolicyScope | readonly PolicyScope[] | undefined;

/** A scope with an unknown cloud would match no resource, without a message. */
export function unknownScopeClouds({ rules }: Policy, known: KnownClouds | undefined): readonly ScopeProblem[] {
  return rules.flatMap(({ scope, except }, index) => [
    ...unknownIn(scope, ["rules", index, "scope"], known),
    ...unknownIn(except, ["rules", index, "except"], known),
  ]);
}

/** The same for waivers. */
export function unknownWaiverClouds(
  waivers: readonly Waiver[],
  known: KnownClouds | undefined,
): readonly ScopeProblem[] {
  return waivers.flatMap(({ select }, index) => unknownIn(select, ["waivers", index, "select"], known));
}

function unknownIn(
  scopes: Scopes,
  path: readonly PropertyKey[],
  known: KnownClouds | undefined,
): readonly ScopeProblem[] {
  if (scopes === undefined || known === undefined) return [];
  if (isList(scopes)) return scopes.flatMap((scope, position) => unknownIn(scope, [...path, position], known));
  const { clouds = [] } = scopes;
  return clouds.flatMap((cloud, position) => {
    const unknown = unknownCloud(cloud, known);
    if (unknown === undefined) return [];
    const { suggestion, known: names } = unknown;
    const hint = suggestion === undefined ? `known clouds: ${names.join(", ")}` : `did you mean ${suggestion}?`;
    return [
      { path: [...path, "clouds", position], problem: `names an unknown cloud: ${JSON.stringify(cloud)}; ${hint}` },
    ];
  });
}
