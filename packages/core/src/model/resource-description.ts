import type { Reference, ResourceKind } from "./reference.ts";

/** Every `ResourceState`. */
export const RESOURCE_STATES = [
  "enabled",
  "disabled",
  "creating",
  "updating",
  "pending-import",
  "pending-deletion",
  "unavailable",
  "other",
] as const;

/**
 * The state of a resource, in Crosstag's words. `other`: the cloud reports a state that this version does not know; see
 * `stateAsGiven`.
 */
export type ResourceState = (typeof RESOURCE_STATES)[number];

/** Who manages the tags and the material. */
export type ResourceManager = "customer" | "cloud";

/** One material of a key. */
export interface KeyMaterialDescription {
  /** Absent if the cloud does not identify materials. Stays after the material is deleted: it does not mean "has material". */
  readonly materialId?: string;
  /** `current`: used now. `non-current`: used before, and kept for decryption. `pending`: waiting for a rotation. */
  readonly state: "current" | "non-current" | "pending";
  /** Whether the material is there. False: it was deleted or has expired. */
  readonly imported: boolean;
  /** Milliseconds since 1970. Absent: it does not expire. */
  readonly expiresAt?: number;
  /** When it is deleted, milliseconds since 1970. Absent: no deletion is scheduled. */
  readonly deletionScheduledFor?: number;
}

/** What is known of a resource besides its tags. */
export interface ResourceDescription {
  /** With the real id, never an alias; with account and region if the cloud reports them. */
  readonly reference: Reference;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** Resources that the cloud manages cannot be tagged. */
  readonly managedBy: ResourceManager;
  /** The state in Crosstag's words. */
  readonly state: ResourceState;
  /** The state in the cloud's own word; empty if the cloud has none for this kind. */
  readonly stateAsGiven: string;
  /** The description that its owner wrote. Absent if it is empty. */
  readonly description?: string;
  /** Milliseconds since 1970. Absent if the cloud does not report it. */
  readonly createdAt?: number;
  /** When the resource is going to be deleted, milliseconds since 1970. Absent: no deletion is planned, or it is not reported. */
  readonly deletionAt?: number;
  /** The cloud's name of its service that manages the resource: `rds`. Absent: none does, or it is not reported. */
  readonly owner?: string;
  /** Whether the cloud replaces the content regularly. Absent: it is not reported. */
  readonly rotates?: boolean;
  /** The region of the resource that this one is a replica of, and has its tags from. Absent: it is not such a replica. */
  readonly primaryRegion?: string;
  /** The cloud's id of the request, for support cases. */
  readonly requestId?: string;
  /** Keys only. */
  readonly key?: KeyFacts;
}

/** What is known of a key. */
export interface KeyFacts {
  /** `external`: the material was imported, and only then can it be deleted. */
  readonly origin: "external" | "cloud" | "hardware" | "other";
  /** The cloud's own word for the type of key: `SYMMETRIC_DEFAULT`, `Aliyun_AES_256`. */
  readonly spec?: string;
  /** The cloud's own word for what the key is for: `ENCRYPT_DECRYPT`. */
  readonly usage?: string;
  /** The material that is used now; see `KeyMaterialDescription.materialId`. */
  readonly currentMaterialId?: string;
  /** When the current material expires by itself, milliseconds since 1970. Absent: it does not. */
  readonly expiresAt?: number;
  /** When the current material is deleted, milliseconds since 1970. Absent: no deletion is scheduled. */
  readonly deletionScheduledFor?: number;
  /** The replicas of the key in other regions. Absent: it has none. */
  readonly multiRegion?: {
    readonly role: "primary" | "replica";
    readonly primary?: string;
    readonly replicas: readonly string[];
  };
  /** The key can have several materials, which the driver can list. Absent: one at most. */
  readonly severalMaterials?: true;
  /** Every material. Absent if they were not listed: one at most, or see `materialsProblem`. */
  readonly materials?: readonly KeyMaterialDescription[];
  /** Why the materials could not be listed, for people: `access denied: kms:ListKeyRotations`. */
  readonly materialsProblem?: string;
  /** When the key was last used. Absent if it was not asked for, or the cloud does not record it. */
  readonly lastUse?: KeyLastUse;
  /** Why the last use could not be read, for people. */
  readonly lastUseProblem?: string;
}

/** When a key was last used. */
export interface KeyLastUse {
  /** Milliseconds since 1970. Absent: not used since `recordedSince`. */
  readonly usedAt?: number;
  /** The cloud's name of the operation that used it: `Decrypt`. */
  readonly operation?: string;
  /** Milliseconds since 1970: earlier uses are not recorded. */
  readonly recordedSince?: number;
}
