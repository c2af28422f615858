import type { ResourceDescription } from "@crosstag/core";

/** What a description says of a resource, as `list` writes it. */
export interface ResourceDetails {
  readonly state: string;
  readonly manager: string;
  /** Keys only. */
  readonly origin?: string;
  /** ISO time. */
  readonly created?: string;
  /** ISO time at which the current key material expires. Absent: it does not. */
  readonly expires?: string;
  /** The description that its owner wrote. */
  readonly description?: string;
}

/** The details of a described resource. */
export function detailsOf({ state, managedBy, key, createdAt, description }: ResourceDescription): ResourceDetails {
  return {
    state,
    manager: managedBy,
    ...(key !== undefined && { origin: key.origin }),
    ...(createdAt !== undefined && { created: new Date(createdAt).toISOString() }),
    ...(key?.expiresAt !== undefined && { expires: new Date(key.expiresAt).toISOString() }),
    ...(description !== undefined && { description }),
  };
}
