import type { ResourceStore } from "../../state/resource-store.ts";
import type { RegionState } from "../state/region-state.ts";
import type { TaggedResource } from "../state/resource.ts";
import type { SceneContext } from "./scene-context.ts";

/** Tags by key. Not checked against any rule, so that a test can set tags of the cloud itself. */
export type TencentTags = Readonly<Record<string, string>>;

/** Tag writes that fail for one resource only: the other resources of a request are not affected. */
export interface TencentTaggingFailure {
  /** Such as `FailedOperation.ResourceTagProcessing`, which passes, or `FailedOperation.PolicyEnforcedInvalid`. */
  readonly code: string;
  /** Default: a text that says that a scene arranged it. */
  readonly message?: string;
  /** How many writes fail. Default: all. */
  readonly times?: number;
}

/** The tags of one kind of resource. A resource is named by its id (a secret: by its name) or its six-segment name. */
export interface TencentTagScene {
  /** The tags of a resource. */
  tagsOf(resource: string): TencentTags;
  /** Replaces all tags, as another program might. Every reader sees them immediately. */
  setTags(resource: string, tags: TencentTags): void;
  /** Lets the next tag writes of a resource fail; `undefined` ends it. */
  failTagging(resource: string, failure: TencentTaggingFailure | undefined): void;
}

export function tagScene(
  context: SceneContext,
  storeOf: (here: RegionState) => ResourceStore<TaggedResource>,
): TencentTagScene {
  const find = (name: string): TaggedResource => named(storeOf(context.here()), name);
  return {
    tagsOf: (name) => Object.fromEntries(find(name).tags.current),
    setTags: (name, tags) => {
      const set = new Map(Object.entries(tags));
      find(name).tags.settle(set);
      context.catalog.note(set);
    },
    failTagging: (name, failure) => {
      find(name).taggingFailure = failure && {
        code: failure.code,
        message: failure.message ?? "A scene of the local cloud lets this write fail.",
        left: failure.times ?? Infinity,
      };
    },
  };
}

/** The resource with an id or a six-segment name. Throws a `TypeError` if there is none. */
export function named<Kind extends TaggedResource>(store: ResourceStore<Kind>, name: string): Kind {
  const resource = store.find(name.slice(name.lastIndexOf("/") + 1));
  if (resource === undefined) throw new TypeError(`The local cloud has no "${name}".`);
  return resource;
}

/** Throws a `TypeError` if a region already has the id. */
export function refuseTaken(store: ResourceStore<TaggedResource>, id: string, region: string): void {
  if (store.find(id) !== undefined) throw new TypeError(`There is a "${id}" in ${region} already.`);
}
