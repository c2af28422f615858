import { createHash } from "node:crypto";
import type { KmsDriver } from "../../driver/kms-driver.ts";
import type { ResourceState } from "../../model/resource-description.ts";
import { systemClock } from "../../calls/clock.ts";
import type { ResourceKind } from "../../model/reference.ts";
import type { TagRecord } from "../../model/tag-set.ts";
import { toTagRecord } from "../../model/tag-set.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { createMemoryDriver } from "./memory-driver.ts";
import { createQuotaGate } from "./memory-quotas.ts";
import type { MemoryQuotas } from "./memory-quotas.ts";
import type { MemoryOperation } from "./memory-request-log.ts";
import { memoryProfile } from "./memory-profile.ts";
import { createMemoryRequestLog } from "./memory-request-log.ts";
import type { MemoryRequest } from "./memory-request-log.ts";
import { changeResource, currentVersion } from "./memory-resource.ts";
import type { MemoryResource } from "./memory-resource.ts";
import { createMemoryService } from "./memory-service.ts";

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

/** How things really are, whatever a read may show. */
export interface MemoryTruth {
  /** The tags of a resource. */
  tagsOf(reference: string): TagRecord;
  /** The state of a resource. */
  stateOf(reference: string): ResourceState;
  /** Whether the key has material. */
  hasMaterial(reference: string): boolean;
}

/** A cloud in memory, with its driver and what a test needs beside it. */
export interface MemoryCloud {
  /** Only with `enforceQuotas`. */
  readonly quotas: MemoryQuotas;
  /** Provider `memory`. */
  readonly driver: KmsDriver;
  /** Creates and changes resources directly. */
  readonly scene: MemoryScene;
  /** The true state of the resources. */
  readonly truth: MemoryTruth;
  /** What the cloud was asked. */
  readonly log: {
    readonly requests: readonly MemoryRequest[];
    /** Requests that reached the cloud; of one operation, or all. */
    calls(operation?: MemoryOperation): number;
    /** The most requests that were under way at once. */
    readonly peak: number;
    /** Writes that began while another write to one of their resources was under way. */
    readonly overlappingWrites: number;
    /** How often the driver asked whose credentials these are; not among `requests`. */
    readonly identified: number;
  };
}

/** A complete cloud in memory: what a driver should look like, and what tests run against. */
export function createMemoryCloud(options: MemoryCloudOptions = {}): MemoryCloud {
  const { clock = systemClock, region = "memory-1", account = "1000" } = options;
  const profile = memoryProfile(options);
  const service = createMemoryService(profile, { region, account }, options, () => clock.now());
  const log = createMemoryRequestLog();
  const quotas = createQuotaGate(profile.quotas, () => clock.now());
  const head = `mem:kms:${region}:${account}:`;
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
  const get = (reference: string): MemoryResource => {
    const resource = service.resources.get(reference.slice(head.length));
    if (resource === undefined) throw new Error(`The scene has no ${reference}`);
    return resource;
  };
  const setState = (reference: string, state: ResourceState): void =>
    changeResource(get(reference), clock.now(), { state });

  return {
    quotas,
    driver: createMemoryDriver({ profile, scope: { region, account }, service, log, clock, options, gate: quotas }),
    scene: {
      create: (kind, { tags } = {}) => add(kind, {}, tags),
      createExternalKey: () =>
        add("key", { origin: "external", materialId: createHash("sha256").update(String(created)).digest("hex") }),
      createCloudManagedKey: () => add("key", { managedBy: "cloud" }),
      createAlias: (key) => {
        const name = `alias/name-${service.aliases.size + 1}`;
        service.aliases.set(name, get(key).id);
        return `${head}${name}`;
      },
      importMaterial: (key) => changeResource(get(key), clock.now(), { hasMaterial: true, state: "enabled" }),
      setTags: (reference, tags) =>
        changeResource(get(reference), clock.now(), { tags: new Map(Object.entries(tags)) }),
      setAccessPolicy: (reference, document) => {
        const { kind, id } = get(reference);
        service.accessPolicies.set(`${kind}/${id}`, document);
      },
      setState,
      scheduleDeletion: (reference) => setState(reference, "pending-deletion"),
      disable: (reference) => setState(reference, "disabled"),
      unknownReference: (kind) => `${head}${kind}/${nextId(kind)}`,
    },
    truth: {
      tagsOf: (reference) => toTagRecord(currentVersion(get(reference)).tags),
      stateOf: (reference) => currentVersion(get(reference)).state,
      hasMaterial: (reference) => currentVersion(get(reference)).hasMaterial,
    },
    log: {
      requests: log.requests,
      calls: (operation) =>
        log.requests.filter((request) => operation === undefined || request.operation === operation).length,
      get peak() {
        return log.peak;
      },
      get overlappingWrites() {
        return log.overlappingWrites;
      },
      get identified() {
        return log.identified;
      },
    },
  };
}
