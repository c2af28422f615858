import type { Versioned } from "../../state/versioned.ts";
import type { KmsKey } from "./kms-key.ts";
import { RegionStore } from "./region-store.ts";

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
export class AwsRegion extends RegionStore<KmsKey> {
  readonly #aliases = new Map<string, AwsAlias>();

  get aliases(): ReadonlyMap<string, AwsAlias> {
    return this.#aliases;
  }

  addAlias(alias: AwsAlias): void {
    this.changed = true;
    this.#aliases.set(alias.name, alias);
  }
}
