import type { ReferenceFacts, ReferenceGrammar } from "./reference.ts";

/** A cloud with its names: a driver or a profile. */
export interface NamingCloud {
  /** The cloud's name in references: `aws`. */
  readonly provider: string;
  /** How the cloud names its resources. */
  readonly references: ReferenceGrammar;
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

/** The id in a short name: `secret/db` is `db`. */
export function idOfShortName(name: string): string {
  return name.replace(/^(?:key|secret|certificate)\//, "");
}
