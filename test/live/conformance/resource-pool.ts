import type { TagRecord } from "@crosstag/core";
import { NotOnLiveCloud } from "./run-conformance.ts";

/** What a pool does to the resources of one kind, by the cloud's own SDK. Resources are named by their references. */
export interface PoolActions {
  /** Creates a resource with the mark of the run. `external`: a key with imported material, which is imported later. */
  readonly create: (external: boolean) => Promise<string>;
  /** All tags. */
  readonly tagsOf: (resource: string) => Promise<TagRecord>;
  /** Sets tags; at least one. */
  readonly tag: (resource: string, tags: TagRecord) => Promise<unknown>;
  /** Removes tags; at least one. */
  readonly untag: (resource: string, keys: readonly string[]) => Promise<unknown>;
  /** Puts an enabled resource back, with its material, from whatever state. */
  readonly restore: (resource: string, external: boolean) => Promise<void>;
}

/** Tag keys that only a cloud itself can set. */
const RESERVED = /^(?:aws:|acs:|aliyun|qcloud|tencent)/i;

/**
 * Resources for the cases of the conformance suite, used again and again: a key costs money and takes a week to delete.
 * Tags are set when a resource is taken, and the mark of the run only at the end: few calls may change tags in a second.
 */
export class ResourcePool {
  readonly #actions: PoolActions;
  readonly #free = { own: new Array<string>(), external: new Array<string>() };
  readonly #taken: { readonly resource: string; readonly external: boolean }[] = [];

  constructor(actions: PoolActions) {
    this.#actions = actions;
  }

  /** An enabled resource with exactly these tags. */
  async take(tags: TagRecord, external = false): Promise<string> {
    if (Object.keys(tags).some((key) => RESERVED.test(key)))
      throw new NotOnLiveCloud("only the cloud can set tags with this prefix");
    const resource = this.#free[external ? "external" : "own"].pop() ?? (await this.#create(external));
    this.#taken.push({ resource, external });
    await this.#setTags(resource, tags);
    return resource;
  }

  /** Puts all resources back that cases have taken. */
  async giveBack(): Promise<void> {
    for (const { resource, external } of this.#taken.splice(0)) {
      await this.#actions.restore(resource, external);
      this.#free[external ? "external" : "own"].push(resource);
    }
  }

  /** Leaves all resources with these tags: the mark, by which they are found if the file of the run is lost. */
  async finish(mark: TagRecord): Promise<void> {
    await this.giveBack();
    for (const resource of [...this.#free.own, ...this.#free.external]) await this.#setTags(resource, mark);
  }

  async #create(external: boolean): Promise<string> {
    const resource = await this.#actions.create(external);
    if (external) await this.#actions.restore(resource, true);
    return resource;
  }

  async #setTags(resource: string, tags: TagRecord): Promise<void> {
    const present = await this.#actions.tagsOf(resource);
    const others = Object.keys(present).filter((key) => !Object.hasOwn(tags, key));
    if (others.length > 0) await this.#actions.untag(resource, others);
    const missing = Object.entries(tags).filter(([key, value]) => present[key] !== value);
    if (missing.length > 0) await this.#actions.tag(resource, Object.fromEntries(missing));
  }
}
