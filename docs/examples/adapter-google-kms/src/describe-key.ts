import type { Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { jsonObjectIn, type JsonObject } from "@crosstag/driver-kit";

/** CryptoKeyVersionState. A version whose imported material was destroyed waits for the same material. */
const STATES = new Map<unknown, ResourceState>([
  ["ENABLED", "enabled"],
  ["DISABLED", "disabled"],
  ["DESTROY_SCHEDULED", "pending-deletion"],
  ["DESTROYED", "pending-import"],
  ["PENDING_GENERATION", "creating"],
  ["PENDING_IMPORT", "creating"],
]);

/**
 * A CryptoKey as a description. Its state and material are those of its primary version, which only keys for symmetric
 * encryption have. Material of a key without a primary version cannot be deleted.
 */
export function describeKey(key: JsonObject, reference: Reference): ResourceDescription {
  const primary = jsonObjectIn(key["primary"] ?? {});
  const { state = "", importJob, destroyTime } = primary;
  const version = /\/cryptoKeyVersions\/(\d+)$/.exec(String(primary["name"]))?.[1];
  const deletionScheduledFor = state === "DESTROY_SCHEDULED" ? timeIn(destroyTime) : undefined;
  return {
    reference,
    kind: "key",
    managedBy: "customer",
    state: STATES.get(state) ?? "other",
    stateAsGiven: String(state),
    key: {
      origin: importJob !== undefined ? "external" : version === undefined ? "other" : "cloud",
      ...(importJob !== undefined && version !== undefined && { currentMaterialId: version }),
      ...(deletionScheduledFor !== undefined && { deletionScheduledFor }),
    },
  };
}

/** A timestamp in milliseconds since 1970; undefined if there is none. */
export function timeIn(value: unknown): number | undefined {
  const time = Date.parse(String(value));
  return Number.isNaN(time) ? undefined : time;
}
