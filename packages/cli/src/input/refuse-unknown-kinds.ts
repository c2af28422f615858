import type { ResourceKind } from "@crosstag/core";
import { findKind, kindsOf, type KmsDriver } from "@crosstag/core/driver";
import { UsageError } from "../usage-error.ts";

/** A kind that no cloud has would select nothing without a message. @throws UsageError for it, with the kinds that exist */
export function refuseUnknownKinds(
  kinds: readonly ResourceKind[] | undefined,
  clouds: readonly Pick<KmsDriver, "kinds">[],
): void {
  const unknown = kinds?.find((kind) => findKind(clouds, kind) === undefined);
  if (unknown === undefined) return;
  const known = [...new Set(clouds.flatMap(kindsOf))].join(", ");
  throw new UsageError(`No configured cloud has the kind ${JSON.stringify(unknown)}.`, `Kinds: ${known}.`);
}
