import { createHash } from "node:crypto";
import type { ResourceKind } from "../../model/reference.ts";
import type { ResourceState } from "../../model/resource-description.ts";
import { changeResource } from "./memory-resource.ts";
import type { MemoryResource } from "./memory-resource.ts";
import type { MemoryService } from "./memory-service.ts";

/** Sets the scene, past all rules, quotas and logs. Resources are named by their full reference text. */
export interface MemoryScene {
  /** Creates a resource. Returns its reference. */
  create(kind: ResourceKind, options?: { readonly tags?: Readonly<Record<string, string>> }): string;
  /** A key with imported material. */
  createExternalKey(): string;
  /** Creates a key that the cloud manages. Returns its reference. */
  createCloudManagedKey(): string;
  /** Gives the alias' reference text. */
  createAlias(key: string): string;
  /** Imports material into a key of external origin. */
  importMaterial(key: string): void;
  /** Replaces all tags of a resource. */
  setTags(reference: string, tags: Readonly<Record<string, string>>): void;
  /** Sets the access policy of a resource. */
  setAccessPolicy(reference: string, document: unknown): void;
  /** Sets the state of a resource. */
  setState(reference: string, state: ResourceState): void;
  /** Schedules the deletion of a resource. */
  scheduleDeletion(reference: string): void;
  /** Disables a resource. */
  disable(reference: string): void;
  /** A well-formed name that no resource has. */
  unknownReference(kind: ResourceKind): string;
}

/** What a scene is set in. */
interface SceneParts {
  readonly service: MemoryService;
  /** The beginning of every full reference, before the kind. */
  readonly head: string;
  /** Milliseconds, as the clock of the cloud shows them. */
  readonly now: () => number;
  /** The resource with a full reference. */
  readonly find: (reference: string) => MemoryResource;
}

export function createMemoryScene({ service, head, now, find }: SceneParts): MemoryScene {
  let created = 0;

  const nextId = (kind: ResourceKind): string => {
    created += 1;
    return `${kind}-${String(created).padStart(6, "0")}`;
  };
  const add = (
    kind: ResourceKind,
    resource: Partial<MemoryResource>,
    tags: Readonly<Record<string, string>> = {},
  ): string => {
    const id = nextId(kind);
    const version = {
      since: Number.NEGATIVE_INFINITY,
      tags: new Map(Object.entries(tags)),
      state: "enabled",
      hasMaterial: true,
    } as const;
    service.resources.set(`${kind}/${id}`, {
      kind,
      id,
      managedBy: "customer",
      origin: "cloud",
      versions: [version],
      ...resource,
    });
    return `${head}${kind}/${id}`;
  };
  const setState = (reference: string, state: ResourceState): void => changeResource(find(reference), now(), { state });

  return {
    create: (kind, { tags } = {}) => add(kind, {}, tags),
    createExternalKey: () =>
      add("key", { origin: "external", materialId: createHash("sha256").update(String(created)).digest("hex") }),
    createCloudManagedKey: () => add("key", { managedBy: "cloud" }),
    createAlias: (key) => {
      const name = `alias/name-${service.aliases.size + 1}`;
      service.aliases.set(name, find(key).id);
      return `${head}${name}`;
    },
    importMaterial: (key) =>
      changeResource(find(key), now(), { hasMaterial: true, state: "enabled", deletionScheduledFor: undefined }),
    setTags: (reference, tags) => changeResource(find(reference), now(), { tags: new Map(Object.entries(tags)) }),
    setAccessPolicy: (reference, document) => {
      const { kind, id } = find(reference);
      service.accessPolicies.set(`${kind}/${id}`, document);
    },
    setState,
    scheduleDeletion: (reference) => setState(reference, "pending-deletion"),
    disable: (reference) => setState(reference, "disabled"),
    unknownReference: (kind) => `${head}${kind}/${nextId(kind)}`,
  };
}
