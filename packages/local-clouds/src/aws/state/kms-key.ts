import { Versioned, type ConsistencyContext } from "../../state/versioned.ts";
import { symmetricDefault } from "./key-specs.ts";
import type { KeyStatus } from "./key-status.ts";

export type KeyOrigin = "AWS_KMS" | "EXTERNAL";

/** The part of a key that never changes. */
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

/** The last cryptographic operation with a key. */
export interface KeyUse {
  readonly operation: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly eventId: string;
  readonly requestId: string;
}

export type TagMap = ReadonlyMap<string, string>;

export class KmsKey {
  readonly identity: KeyIdentity;
  /** False for readers until the creation has become visible. */
  readonly created: Versioned<boolean>;
  readonly status: Versioned<KeyStatus>;
  readonly tags: Versioned<TagMap>;
  /** Stored and returned, never applied: local clouds let every signed request do everything. */
  readonly policy: Versioned<string>;
  lastUsage: KeyUse | undefined;

  constructor(context: ConsistencyContext, identity: KeyIdentity, status: KeyStatus, tags: TagMap, policy: string) {
    this.identity = identity;
    this.created = new Versioned(context, false);
    this.status = new Versioned(context, status);
    this.tags = new Versioned(context, tags);
    this.policy = new Versioned(context, policy);
  }

  /** Changes some fields of the status. */
  change(changed: Partial<KeyStatus>): void {
    this.status.write({ ...this.status.current, ...changed });
  }
}

/** Only symmetric encryption keys show the ids of their materials (recorded, verified 2026-11-22). */
export function hasMaterialIds(key: KmsKey): boolean {
  return key.identity.keySpec === symmetricDefault;
}
