import type { Key } from "./key.ts";
import { DueStore } from "../../state/due-store.ts";

/** The keys of a region. Aliases are names of keys and are deleted with them. */
export class KeyStore extends DueStore<Key> {
  readonly #keyIdByAlias = new Map<string, string>();

  /** Alias name (with its `alias/`) to key id, in the order they were made. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#keyIdByAlias;
  }

  addAlias(name: string, key: Key): void {
    this.#keyIdByAlias.set(name, key.id);
  }

  override removeAll(removed: ReadonlySet<Key>): void {
    super.removeAll(removed);
    for (const [name, keyId] of this.#keyIdByAlias) {
      if (this.find(keyId) === undefined) this.#keyIdByAlias.delete(name);
    }
  }
}
