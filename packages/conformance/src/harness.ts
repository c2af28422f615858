import type { ResourceKind, TagRecord } from "@crosstag/core";
import type { DriverOperation, KmsDriver, KmsProfile, ResourceState } from "@crosstag/core/driver";
import type { Fault, FaultKind } from "@crosstag/core/testing";

type Awaitable<Value> = Value | Promise<Value>;

/** What the author of a driver writes to test it: how to create a cloud, set a scene in it, and read its true state. */
export interface ConformanceHarness {
  /** The data of the driver, known before any cloud exists. It determines the cases. */
  readonly profile: KmsProfile;
  /** Called once for each case. */
  create(): Promise<ConformanceCloud>;
  /** Resources of a kind that fill more than two of the cloud's list pages; default 205. */
  readonly manyResources?: number;
}

/** A cloud for one case, which contains only what the case creates. */
export interface ConformanceCloud {
  readonly driver: KmsDriver;
  readonly scene: ConformanceScene;
  readonly truth: ConformanceTruth;
  readonly log: ConformanceLog;
  /** Faults that the cloud or its network can have. Other faults are simulated around the driver (`withFaults`). */
  readonly faults?: ConformanceFaults;
  close(): Promise<void>;
}

/** Sets the scene without the driver. Resources are named by their full reference text. */
export interface ConformanceScene {
  /** An enabled resource; `tags` are set whatever the rules say. */
  create(kind: ResourceKind, options?: { readonly tags?: TagRecord }): Awaitable<string>;
  /** A well-formed name that no resource has. */
  unknownReference(kind: ResourceKind): Awaitable<string>;
  /** Required if the profile can delete key material: a key with imported material. */
  createExternalKey?(): Awaitable<string>;
  /** Required if the profile can resolve aliases: returns the reference of an alias of the key. */
  createAlias?(key: string): Awaitable<string>;
  /** Left out if the cloud does not have its own keys. */
  createCloudManagedKey?(): Awaitable<string>;
  /** Required if the profile can read access policies: sets the policy of the resource, whatever it says. */
  setAccessPolicy?(reference: string, document: object): Awaitable<void>;
  scheduleDeletion(key: string): Awaitable<void>;
  disable(key: string): Awaitable<void>;
}

/** The true state of the cloud, read without the driver. */
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
