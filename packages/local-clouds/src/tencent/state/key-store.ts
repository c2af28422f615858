import { ResourceStore } from "../../state/resource-store.ts";
import type { Key } from "./key.ts";

/** The keys of an account in a region. */
export class KeyStore extends ResourceStore<Key> {
  #nextDue = Infinity;

  /** Call it when a key gets a time at which it changes by itself. */
  noteDue(key: Key): void {
    this.#nextDue = Math.min(this.#nextDue, key.nextDue);
  }

  /** Executes what is due: deletions and expiries of material. Iterates over the keys only if something is due. */
  settle(now: number): void {
    if (now < this.#nextDue) return;
    this.#nextDue = Infinity;
    const removed = new Set<Key>();
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
}
