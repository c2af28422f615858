import { Versioned, type ConsistencyContext } from "./versioned.ts";

/** What a store needs of a resource. */
export interface StoredResource {
  /** The name by which calls select it. Unique in its store. */
  readonly id: string;
  /** Whether reading operations find it yet. */
  readonly visible: Versioned<boolean>;
}

/** For a resource just made: readers find it when the consistency setting says so. */
export function newlyVisible(consistency: ConsistencyContext): Versioned<boolean> {
  const visible = new Versioned(consistency, false);
  visible.write(true);
  return visible;
}

/** Resources of one kind, found by id and listed in the order they were made. */
export class ResourceStore<Kind extends StoredResource> {
  readonly #byId = new Map<string, Kind>();
  readonly #alwaysFresh: boolean;
  #inOrder: Kind[] = [];

  constructor({ consistency }: ConsistencyContext) {
    this.#alwaysFresh = consistency.delayMs === 0;
  }

  add(resource: Kind): void {
    this.#byId.set(resource.id, resource);
    this.#inOrder.push(resource);
  }

  removeAll(removed: ReadonlySet<Kind>): void {
    for (const resource of removed) this.#byId.delete(resource.id);
    this.#inOrder = this.#inOrder.filter((resource) => !removed.has(resource));
  }

  /** For operations that change the resource. */
  find(id: string): Kind | undefined {
    return this.#byId.get(id);
  }

  /** For operations that read the resource. */
  findVisible(id: string): Kind | undefined {
    const resource = this.#byId.get(id);
    return resource?.visible.read() === true ? resource : undefined;
  }

  /** All resources, oldest first, including those not visible to readers yet. */
  get inOrder(): readonly Kind[] {
    return this.#inOrder;
  }

  /** The resources visible to readers, oldest first. */
  get inOrderVisible(): readonly Kind[] {
    return this.#alwaysFresh ? this.#inOrder : this.#inOrder.filter((resource) => resource.visible.read());
  }
}
