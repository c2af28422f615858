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
  /** When the material is deleted, milliseconds of the cloud's clock. */
  readonly deletionScheduledFor?: number | undefined;
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
  return `v${versions.findLastIndex(({ since }) => since === state?.since) + 1}`;
}

/** A version at a time: what was scheduled for before has happened. */
export function versionAt(version: MemoryResourceVersion, time: number): MemoryResourceVersion {
  const { deletionScheduledFor = Infinity, state } = version;
  if (deletionScheduledFor > time) return version;
  return { ...version, hasMaterial: false, deletionScheduledFor: undefined, state: withoutMaterial(state) };
}

/** The state of a key after its material is deleted. */
export function withoutMaterial(state: ResourceState): ResourceState {
  return state === "pending-deletion" ? state : "pending-import";
}

export function changeResource(resource: MemoryResource, now: number, change: Partial<MemoryResourceVersion>): void {
  resource.versions.push({ ...currentVersion(resource), ...change, since: now });
}
