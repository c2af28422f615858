import { itemAt, known } from "../../batching/batches.ts";
import type { ResourceState } from "../../model/resource-description.ts";
import type { ResourceKind } from "../../model/reference.ts";
import type { TagSet } from "../../model/tag-set.ts";

/** What may change about a resource; replaced whole by every write, so that a read can show an older one. */
export interface MemoryResourceVersion {
  readonly since: number;
  readonly tags: TagSet;
  readonly state: ResourceState;
  readonly hasMaterial: boolean;
}

export interface MemoryResource {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly managedBy: "customer" | "cloud";
  readonly origin: "cloud" | "external";
  /** Of the material imported; kept when the material is gone. */
  readonly materialId?: string;
  /** Oldest first; the last is the truth. */
  readonly versions: MemoryResourceVersion[];
}

export function currentVersion(resource: MemoryResource): MemoryResourceVersion {
  return known(resource.versions.at(-1));
}

/** What a read shows at `time`: the newest version that is at least as old as the propagation takes. */
export function visibleVersion(resource: MemoryResource, time: number): MemoryResourceVersion {
  return resource.versions.findLast(({ since }) => since <= time) ?? itemAt(resource.versions, 0);
}

/** The version of a resource as a text; by default, of its newest state. */
export function versionOf({ versions }: MemoryResource, state = versions.at(-1)): string {
  return `v${versions.findIndex((one) => one === state) + 1}`;
}

export function changeResource(resource: MemoryResource, now: number, change: Partial<MemoryResourceVersion>): void {
  resource.versions.push({ ...currentVersion(resource), ...change, since: now });
}
