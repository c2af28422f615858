import type { ResourceKind, TagRecord } from "@crosstag/core";
import type { DriverOperation, KmsDriver, KmsProfile, ResourceState } from "@crosstag/core/driver";
import type { Fault, FaultKind } from "@crosstag/core/testing";

type Awaitable<Value> = Value | Promise<Value>;

/** What the author of a driver writes to have it tested: how to make a cloud, set a scene in it, and see the truth. */
export interface ConformanceHarness {
  /** The data of the driver, known before any cloud is there: it decides which cases there are. */
  readonly profile: KmsProfile;
  /** Called once for each case. */
  create(): Promise<ConformanceCloud>;
  /** Resources of a kind that fill more than two of the cloud's list pages; default 205. */
  readonly manyResources?: number;
}

/** A cloud of its own for one case, empty but for what the case puts there. */
export interface ConformanceCloud {
  readonly driver: KmsDriver;
  readonly scene: ConformanceScene;
  readonly truth: ConformanceTruth;
  readonly log: ConformanceLog;
  /** Faults that the cloud or its network can have. Those it cannot have are put around the driver (`withFaults`). */
  readonly faults?: ConformanceFaults;
  close(): Promise<void>;
}

/** Sets the scene without the driver. Resources are named by their full reference text. */
export interface ConformanceScene {
  /** An enabled resource; `tags` are put there whatever the rules say. */
  create(kind: ResourceKind, options?: { readonly tags?: TagRecord }): Awaitable<string>;
  /** A well-formed name that no resource has. */
  unknownReference(kind: ResourceKind): Awaitable<string>;
  /** Required where the profile can delete key material: a key with imported material. */
  createExternalKey?(): Awaitable<string>;
  /** Required where the profile can resolve aliases: gives the reference of an alias of the key. */
  createAlias?(key: string): Awaitable<string>;
  /** Left out where the cloud has no keys of its own. */
  createCloudManagedKey?(): Awaitable<string>;
  /** Required where the profile can read access policies: puts a policy at the resource, whatever it says. */
  setAccessPolicy?(reference: string, document: object): Awaitable<void>;
  scheduleDeletion(key: string): Awaitable<void>;
  disable(key: string): Awaitable<void>;
}

/** How things are in the cloud, asked past the driver. */
export interface ConformanceTruth {
  tagsOf(reference: string): Awaitable<TagRecord>;
  stateOf(key: string): Awaitable<ResourceState>;
  hasMaterial(key: string): Awaitable<boolean>;
}

export interface ConformanceLog {
  /** Wire calls that reached the cloud, of one method of the driver or of all. */
  calls(operation?: Exclude<DriverOperation, "removeAllTags" | "resolveAlias">): Awaitable<number>;
}

export interface ConformanceFaults {
  readonly kinds: readonly FaultKind[];
  /** `operation` and `times` are given. */
  inject(fault: Fault): Awaitable<void>;
}
