import { ResourceStore, type StoredResource } from "./resource-store.ts";

/** A resource that time changes by itself. Times are milliseconds since 1970. */
export interface DueResource extends StoredResource {
  /** When it changes next; `Infinity` if it does not. */
  readonly nextDue: number;
  /** Executes what is due, and returns whether the resource still exists. */
  settle(now: number): boolean;
}

/** Resources of one kind that time changes or removes. */
export class DueStore<Kind extends DueResource> extends ResourceStore<Kind> {
  #nextDue = Infinity;

  /** Call it when a resource gets a time at which it changes by itself. */
  noteDue({ nextDue }: Kind): void {
    this.#nextDue = Math.min(this.#nextDue, nextDue);
  }

  /** Executes what is due. Iterates over the resources only if something is. */
  settle(now: number): void {
    if (now < this.#nextDue) return;
    this.#nextDue = Infinity;
    const removed = new Set(this.inOrder.filter((resource) => !resource.settle(now)));
    if (removed.size > 0) this.removeAll(removed);
    for (const resource of this.inOrder) this.noteDue(resource);
  }
}
