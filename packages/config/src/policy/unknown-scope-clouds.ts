import type { Policy, PolicyScope, Waiver } from "@crosstag/compliance";
import { unknownCloud, unknownKind, type KnownClouds, type UnknownCloud } from "../configuration/unknown-cloud.ts";
import { isList } from "@crosstag/core/internal";

export interface ScopeProblem {
  readonly path: readonly PropertyKey[];
  /** The end of a sentence that begins with the path. */
  readonly problem: string;
}

type Scopes = PolicyScope | readonly PolicyScope[] | undefined;

/** A scope with an unknown cloud or kind would match no resource, without a message. */
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
  const { clouds = [], kinds = [] } = scopes;
  const unknown = (what: "cloud" | "kind", name: string, position: number, found: UnknownCloud | undefined) => {
    if (found === undefined) return [];
    const { suggestion, known: names } = found;
    const hint = suggestion === undefined ? `known ${what}s: ${names.join(", ")}` : `did you mean ${suggestion}?`;
    const problem = `names an unknown ${what}: ${JSON.stringify(name)}; ${hint}`;
    return [{ path: [...path, `${what}s`, position], problem }];
  };
  return [
    ...clouds.flatMap((cloud, position) => unknown("cloud", cloud, position, unknownCloud(cloud, known))),
    ...kinds.flatMap((kind, position) => unknown("kind", kind, position, unknownKind(kind, known))),
  ];
}
