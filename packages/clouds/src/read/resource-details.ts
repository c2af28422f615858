import type { ResourceDescription } from "@crosstag/core";

/** What a description says of a resource, as `list` writes it. */
export interface ResourceDetails {
  /** The state in Crosstag's words, for example `enabled`. */
  readonly state: string;
  /** `customer` or `cloud`: who manages the tags and the material. */
  readonly manager: string;
  /** Keys only. */
  readonly origin?: string;
  /** ISO time. */
  readonly created?: string;
  /** ISO time at which the current key material expires. Absent: it does not. */
  readonly expires?: string;
  /** ISO time at which the resource is going to be deleted. Absent: no deletion is planned. */
  readonly deletion?: string;
  /** The service of the cloud that manages it. Absent: none does. */
  readonly owner?: string;
  /** Whether the cloud replaces the content regularly. */
  readonly rotates?: boolean;
  /** The region of the resource that this one is a replica of. */
  readonly primaryRegion?: string;
  /** The description that its owner wrote. */
  readonly description?: string;
}

/** The details of a described resource. */
export function detailsOf(described: ResourceDescription): ResourceDetails {
  const { state, managedBy, key, createdAt, deletionAt, owner, rotates, primaryRegion, description } = described;
  return {
    state,
    manager: managedBy,
    ...(key !== undefined && { origin: key.origin }),
    ...(createdAt !== undefined && { created: isoTime(createdAt) }),
    ...(key?.expiresAt !== undefined && { expires: isoTime(key.expiresAt) }),
    ...(deletionAt !== undefined && { deletion: isoTime(deletionAt) }),
    ...(owner !== undefined && { owner }),
    ...(rotates !== undefined && { rotates }),
    ...(primaryRegion !== undefined && { primaryRegion }),
    ...(description !== undefined && { description }),
  };
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
