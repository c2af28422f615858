import type { ResourceStore } from "../../state/resource-store.ts";
import type { ServiceContext } from "../service/context.ts";
import type { Resource } from "../state/resource.ts";

/** Tags by key. Not checked against any rule, so that a test can set tags of the cloud itself. */
export type AlibabaTags = Readonly<Record<string, string>>;

/** The tags of one kind of resource. A resource is named by its id (a secret: by its name) or its ARN. */
export interface AlibabaTagScene {
  /** The tags of a resource. */
  tagsOf(resource: string): AlibabaTags;
  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(resource: string, tags: AlibabaTags): void;
}

export function tagScene(store: ResourceStore<Resource>): AlibabaTagScene {
  return {
    tagsOf: (resource) => Object.fromEntries(named(store, resource).tags.current),
    setTags: (resource, tags) => {
      named(store, resource).tags.settle(new Map(Object.entries(tags)));
    },
  };
}

/** The resource with an id or an ARN. Throws a `TypeError` if there is none. */
export function named<Kind extends Resource>(store: ResourceStore<Kind>, name: string): Kind {
  const resource = store.find(name.startsWith("acs:") ? name.slice(name.indexOf("/") + 1) : name);
  if (resource === undefined) throw new TypeError(`The local cloud has no "${name}".`);
  return resource;
}

/** Throws a `TypeError` if the region already has the id. */
export function refuseTaken(store: ResourceStore<Resource>, id: string, { region }: ServiceContext): void {
  if (store.find(id) !== undefined) throw new TypeError(`There is a "${id}" in ${region} already.`);
}
