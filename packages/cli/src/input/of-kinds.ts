import type { ResourceKind } from "@crosstag/core";
import { firstKind, type KmsDriver } from "@crosstag/core/driver";
import { factsOfReference, kindOfShortName } from "@crosstag/core/internal";
import { refuseUnknownKinds } from "./refuse-unknown-kinds.ts";

type NamingDriver = Pick<KmsDriver, "provider" | "references" | "kinds">;

/**
 * The names that `--kind` leaves, in their order; undefined if there are no names. A bare id and an alias are of the first
 * kind of the first cloud.
 * @throws UsageError for a kind that no cloud has
 */
export function ofKinds(
  references: readonly string[] | undefined,
  kinds: readonly ResourceKind[] | undefined,
  clouds: Iterable<NamingDriver>,
): readonly string[] | undefined {
  const known = [...clouds];
  refuseUnknownKinds(kinds, known);
  if (references === undefined || kinds === undefined) return references;
  return references.filter((reference) => kinds.includes(kindOf(reference, known)));
}

function kindOf(reference: string, clouds: readonly NamingDriver[]): ResourceKind {
  const named = factsOfReference(clouds, reference)?.kind ?? kindOfShortName(clouds, reference);
  return named ?? clouds.map(firstKind)[0] ?? "";
}
