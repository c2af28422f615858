import { ResourceStore } from "../../state/resource-store.ts";
import type { Secret } from "./secret.ts";

/** The secrets of an account in a region. */
export class SecretStore extends ResourceStore<Secret> {
  #nextDue = Infinity;

  /** Call it when the deletion of a secret is scheduled. */
  noteDue({ deleteAt = Infinity }: Secret): void {
    this.#nextDue = Math.min(this.#nextDue, deleteAt);
  }

  /** Executes deletions that are due. Iterates over the secrets only if something is due. */
  settle(now: number): void {
    if (now < this.#nextDue) return;
    this.#nextDue = Infinity;
    const removed = new Set(this.inOrder.filter(({ deleteAt }) => deleteAt !== undefined && now >= deleteAt));
    if (removed.size > 0) this.removeAll(removed);
    for (const secret of this.inOrder) this.noteDue(secret);
  }
}
