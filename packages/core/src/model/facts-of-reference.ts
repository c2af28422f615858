import type { ReferenceFacts, ReferenceGrammar, ResourceKind } from "./reference.ts";

/** A cloud with its names: a driver or a profile. */
export interface NamingCloud {
  /** The cloud's name in references: `aws`. */
  readonly provider: string;
  /** How the cloud names its resources. */
  readonly references: ReferenceGrammar;
  /** The kinds of its resources. */
  readonly kinds: readonly { readonly kind: ResourceKind }[];
}

/** The provider and the facts of a full name; undefined if none of the clouds has such names. */
export function factsOfReference(
  clouds: Iterable<NamingCloud>,
  reference: string,
): (ReferenceFacts & { readonly provider: string }) | undefined {
  for (const { provider, references } of clouds) {
    const facts = references.factsOf(reference);
    if (facts !== undefined) return { provider, ...facts };
  }
  return undefined;
}

/** The id in a short name: `secret/db` is `db`, if one of the clouds has the kind. */
export function idOfShortName(clouds: Iterable<NamingCloud>, name: string): string {
  return kindOfShortName(clouds, name) === undefined ? name : name.slice(name.indexOf("/") + 1);
}

/** The kind in a short name: `secret/db` is a secret. Undefined: none of the clouds has such a kind. */
export function kindOfShortName(clouds: Iterable<NamingCloud>, name: string): ResourceKind | undefined {
  const prefix = name.slice(0, Math.max(0, name.indexOf("/")));
  return [...clouds].flatMap(({ kinds }) => kinds).find(({ kind }) => kind === prefix)?.kind;
}
