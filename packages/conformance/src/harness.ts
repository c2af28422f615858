import type { ResourceKind, TagRecord } from "@crosstag/core";
import type { DriverMethod, KmsDriver, KmsProfile, ResourceState } from "@crosstag/core/driver";
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
  /** The driver under test, on its real SDK, with a connection to this cloud. */
  readonly driver: KmsDriver;
  /** Prepares the cloud for a case. */
  readonly scene: ConformanceScene;
  /** Shows what is in the cloud. */
  readonly truth: ConformanceTruth;
  /** Counts what reached the cloud. */
  readonly log: ConformanceLog;
  /** Faults that the cloud or its network can have. Other faults are simulated around the driver (`withFaults`). */
  readonly faults?: ConformanceFaults;
  /** Closes the driver and the cloud. Called once, after the case. */
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
  /**
   * Required if the profile can resolve aliases: returns the reference of an alias of the key. Of a cloud without aliases, a
   * short name of the key, if keys have short names that only the cloud can complete.
   */
  createAlias?(key: string): Awaitable<string>;
  /** Left out if the cloud does not have its own keys. */
  createCloudManagedKey?(): Awaitable<string>;
  /** Required if the profile can read access policies: sets the policy of the resource, whatever it says. */
  setAccessPolicy?(reference: string, document: object): Awaitable<void>;
  /** Required if a call replaces all tags of a resource: replaces them, as another program does. */
  setTags?(reference: string, tags: TagRecord): Awaitable<void>;
  /** Sets the state `pending-deletion` of a key, or of a resource whose kind the state rules of the profile name for it. */
  scheduleDeletion(reference: string): Awaitable<void>;
  /** Sets the state `disabled`. */
  disable(key: string): Awaitable<void>;
}

/** The true state of the cloud, read without the driver. */
export interface ConformanceTruth {
  /** All tags of the resource, reserved ones included. */
  tagsOf(reference: string): Awaitable<TagRecord>;
  /** The state of the key, in Crosstag's words. */
  stateOf(key: string): Awaitable<ResourceState>;
  /** Whether the key has material, imported or generated. */
  hasMaterial(key: string): Awaitable<boolean>;
}

/** The requests that reached the cloud. */
export interface ConformanceLog {
  /** Wire calls that reached the cloud, of one method of the driver or of all; also calls that get no answer (`hang`). */
  calls(operation?: DriverMethod): Awaitable<number>;
}

/** The faults that the cloud or its network can have. */
export interface ConformanceFaults {
  /** The kinds of fault that `inject` accepts. */
  readonly kinds: readonly FaultKind[];
  /** Adds a fault. `operation` is always given; `after` and `delayMs` as in `Fault`. */
  inject(fault: Fault): Awaitable<void>;
}
