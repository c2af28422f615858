import type { Reference, ResourceKind } from "./reference.ts";

export type ResourceState =
  | "enabled"
  | "disabled"
  | "creating"
  | "updating"
  | "pending-import"
  | "pending-deletion"
  | "unavailable"
  /** The cloud gave a state that this version does not know; see `stateAsGiven`. */
  | "other";

/** Who manages the tags and the material. */
export type ResourceManager = "customer" | "cloud";

export interface KeyMaterialDescription {
  /** AWS symmetric keys only. Stays after the material is gone: never read it as "has material". */
  readonly materialId?: string;
  readonly state: "current" | "non-current" | "pending";
  readonly imported: boolean;
  /** Milliseconds since 1970; absent: does not expire. */
  readonly expiresAt?: number;
}

/** What is known of a resource besides its tags. */
export interface ResourceDescription {
  /** With the real id, never an alias; with account and region if the cloud reports them. */
  readonly reference: Reference;
  readonly kind: ResourceKind;
  readonly managedBy: ResourceManager;
  readonly state: ResourceState;
  readonly stateAsGiven: string;
  readonly description?: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
  readonly requestId?: string;
  /** Keys only. */
  readonly key?: KeyFacts;
}

export interface KeyFacts {
  /** `external`: the material was imported, and only then can it be deleted. */
  readonly origin: "external" | "cloud" | "hardware" | "other";
  readonly spec?: string;
  readonly usage?: string;
  /** The material that is used now; see `KeyMaterialDescription.materialId`. */
  readonly currentMaterialId?: string;
  readonly expiresAt?: number;
  readonly multiRegion?: {
    readonly role: "primary" | "replica";
    readonly primary?: string;
    readonly replicas: readonly string[];
  };
  /** Every material that the cloud lists. Absent if it cannot list them, or without `withMaterials`. */
  readonly materials?: readonly KeyMaterialDescription[];
  /** Why the materials could not be listed, although asked for; for people: `access denied: kms:ListKeyRotations`. */
  readonly materialsProblem?: string;
  /** When the key was last used, if the cloud records it and the driver was asked to look (`withLastUse`). */
  readonly lastUse?: KeyLastUse;
  /** Why that is not known, although asked for; for people. */
  readonly lastUseProblem?: string;
}

export interface KeyLastUse {
  /** Milliseconds since 1970; absent: not used since `recordedSince`. */
  readonly usedAt?: number;
  /** The cloud's name for what it was used for: `Decrypt`. */
  readonly operation?: string;
  /** Milliseconds since 1970: uses before are not recorded. */
  readonly recordedSince?: number;
}
