import type { ResourceKind } from "@crosstag/core";
import { factsOfReference, isResourceKind, type NamingCloud } from "@crosstag/core/internal";

/** The names that `--kind` leaves, in their order; undefined if there are no names. A bare id and an alias name a key. */
export function ofKinds(
  references: readonly string[] | undefined,
  kinds: readonly ResourceKind[] | undefined,
  clouds: Iterable<NamingCloud>,
): readonly string[] | undefined {
  if (references === undefined || kinds === undefined) return references;
  const known = [...clouds];
  return references.filter((reference) => kinds.includes(kindOf(reference, known)));
}

function kindOf(reference: string, clouds: readonly NamingCloud[]): ResourceKind {
  const prefix = reference.slice(0, Math.max(0, reference.indexOf("/")));
  return factsOfReference(clouds, reference)?.kind ?? (isResourceKind(prefix) ? prefix : "key");
}
