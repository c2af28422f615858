import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import type { KeyMaterial } from "./key-material.ts";

export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingImport"
  | "PendingDeletion"
  | "PendingReplicaDeletion"
  | "Unavailable"
  | "Updating";

export type KeyOrigin = "AWS_KMS" | "EXTERNAL";

/** What of a key changes. Never mutated: each change writes a new one. */
export interface KeyStatus {
  readonly state: KeyState;
  /** In the order they were first imported or made. */
  readonly materials: readonly KeyMaterial[];
  readonly onDemandRotations: number;
  /** Milliseconds since 1970; set in PendingDeletion. */
  readonly deletionDate?: number;
  readonly pendingWindowInDays?: number;
}

/** What of a key never changes. */
export interface KeyIdentity {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly manager: "AWS" | "CUSTOMER";
  readonly origin: KeyOrigin;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly description: string;
  /** The region of the primary of a multi-Region key; undefined for a single-Region key. */
  readonly primaryRegion: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type TagMap = ReadonlyMap<string, string>;

export class KmsKey {
  readonly identity: KeyIdentity;
  /** False for readers until the creation has become visible. */
  readonly created: Versioned<boolean>;
  readonly status: Versioned<KeyStatus>;
  readonly tags: Versioned<TagMap>;

  constructor(context: ConsistencyContext, identity: KeyIdentity, status: KeyStatus, tags: TagMap) {
    this.identity = identity;
    this.created = new Versioned(context, false);
    this.status = new Versioned(context, status);
    this.tags = new Versioned(context, tags);
  }

  /** Changes some of the status. */
  change(changed: Partial<KeyStatus>): void {
    this.status.write({ ...this.status.current, ...changed });
  }
}
