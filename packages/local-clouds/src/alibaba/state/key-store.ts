import type { Key } from "./key.ts";
import { ResourceStore } from "./resource.ts";

/** The keys of a region. Aliases are names of keys and go with them. */
export class KeyStore extends ResourceStore<Key> {
  readonly #keyIdByAlias = new Map<string, string>();
  #nextDue = Infinity;

  /** Alias name (with its `alias/`) to key id, in the order they were made. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#keyIdByAlias;
  }

  addAlias(name: string, key: Key): void {
    this.#keyIdByAlias.set(name, key.id);
  }

  /** To be called when a key has been given a time at which it changes by itself. */
  noteDue(key: Key): void {
    this.#nextDue = Math.min(this.#nextDue, key.nextDue);
  }

  /** Carries out what has become due: deletions and expiries of material. Looks at the keys only if something has. */
  settle(now: number): void {
    if (now < this.#nextDue) return;
    const removed = new Set<Key>();
    this.#nextDue = Infinity;
    for (const key of this.inOrder) {
      if (key.deleteAt !== undefined && now >= key.deleteAt) {
        removed.add(key);
        continue;
      }
      if (key.materialExpiresAt !== undefined && now >= key.materialExpiresAt) key.deleteMaterial();
      this.noteDue(key);
    }
    if (removed.size > 0) this.removeAll(removed);
  }

  override removeAll(removed: ReadonlySet<Key>): void {
    super.removeAll(removed);
    for (const [name, keyId] of this.#keyIdByAlias) {
      if (this.find(keyId) === undefined) this.#keyIdByAlias.delete(name);
    }
  }
}
