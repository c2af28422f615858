import type { Versioned } from "../../state/versioned.ts";
import type { KmsKey } from "./kms-key.ts";

export interface AwsAlias {
  readonly name: string;
  readonly arn: string;
  /** A key's id; undefined if the alias does not exist (any more), or if AWS reserves it for a key not created yet. */
  readonly target: Versioned<string | undefined>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  updatedAt: number;
}

/** One region's keys and aliases. */
export class AwsRegion {
  readonly name: string;
  readonly keys = new Map<string, KmsKey>();
  /** The same keys in the order of their creation, for listing by page. */
  readonly keyList: KmsKey[] = [];
  readonly aliases = new Map<string, AwsAlias>();

  constructor(name: string) {
    this.name = name;
  }

  add(key: KmsKey): void {
    this.keys.set(key.identity.id, key);
    this.keyList.push(key);
  }
}
