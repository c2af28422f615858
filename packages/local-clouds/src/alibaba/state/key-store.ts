import type { Key } from "./key.ts";
import { ResourceStore } from "../../state/resource-store.ts";

/** The keys of a region. Aliases are names of keys and are deleted with them. */
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

  /** Call it when a key gets a time at which it changes by itself. */
  noteDue(key: Key): void {
    this.#nextDue = Math.min(this.#nextDue, key.nextDue);
  }

  /** Executes what is due: deletions and expiries of material. Iterates over the keys only if something is due. */
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
