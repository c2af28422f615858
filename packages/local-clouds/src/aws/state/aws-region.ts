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
  /** Whether the region differs from what `fill` makes. */
  changed = false;
  readonly #fill: ((region: AwsRegion) => void) | undefined;
  #filled: boolean;
  readonly #keys = new Map<string, KmsKey>();
  readonly #keyList: KmsKey[] = [];
  readonly #aliases = new Map<string, AwsAlias>();

  /** `fill` creates the keys of the region when it is first used. Default: the region is empty. */
  constructor(name: string, fill?: (region: AwsRegion) => void) {
    this.name = name;
    this.#fill = fill;
    this.#filled = fill === undefined;
  }

  get keys(): ReadonlyMap<string, KmsKey> {
    if (!this.#filled) this.#fillNow();
    return this.#keys;
  }

  /** The keys in the order of their creation, for listing by page. */
  get keyList(): readonly KmsKey[] {
    if (!this.#filled) this.#fillNow();
    return this.#keyList;
  }

  get aliases(): ReadonlyMap<string, AwsAlias> {
    return this.#aliases;
  }

  add(key: KmsKey): void {
    if (!this.#filled) this.#fillNow();
    this.changed = true;
    this.#keys.set(key.identity.id, key);
    this.#keyList.push(key);
  }

  addAlias(alias: AwsAlias): void {
    this.changed = true;
    this.#aliases.set(alias.name, alias);
  }

  /** Forgets keys that `fill` can make again. */
  empty(): void {
    this.#keys.clear();
    this.#keyList.length = 0;
    this.#filled = false;
  }

  #fillNow(): void {
    this.#filled = true;
    this.#fill?.(this);
  }
}
