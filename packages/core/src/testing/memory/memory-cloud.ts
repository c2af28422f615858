import type { KmsDriver } from "../../driver/kms-driver.ts";
import type { ResourceState } from "../../model/resource-description.ts";
import { systemClock } from "../../calls/clock.ts";
import type { TagRecord } from "../../model/tag-set.ts";
import { toTagRecord } from "../../model/tag-set.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { createMemoryDriver } from "./memory-driver.ts";
import { createQuotaGate } from "./memory-quotas.ts";
import type { MemoryQuotas } from "./memory-quotas.ts";
import type { MemoryOperation } from "./memory-request-log.ts";
import { memoryProfile } from "./memory-profile.ts";
import { memoryHead } from "./memory-references.ts";
import { createMemoryRequestLog } from "./memory-request-log.ts";
import type { MemoryRequest } from "./memory-request-log.ts";
import { currentVersion, versionAt } from "./memory-resource.ts";
import type { MemoryResource } from "./memory-resource.ts";
import { createMemoryScene } from "./memory-scene.ts";
import type { MemoryScene } from "./memory-scene.ts";
import { MemoryService } from "./memory-service.ts";

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
  const now = () => clock.now();
  const service = new MemoryService(profile, { region, account }, options, now);
  const log = createMemoryRequestLog();
  const quotas = createQuotaGate(profile.quotas, now, options.quotasOfAccount);
  const head = memoryHead(profile, { region, account });
  const find = (reference: string): MemoryResource => {
    const resource = service.resources.get(reference.slice(head.length));
    if (resource === undefined) throw new Error(`The scene has no ${reference}`);
    return resource;
  };
  return {
    quotas,
    driver: createMemoryDriver({ profile, scope: { region, account }, service, log, clock, options, gate: quotas }),
    scene: createMemoryScene({ service, head, now, find }),
    truth: {
      tagsOf: (reference) => toTagRecord(currentVersion(find(reference)).tags),
      stateOf: (reference) => versionAt(currentVersion(find(reference)), now()).state,
      hasMaterial: (reference) => versionAt(currentVersion(find(reference)), now()).hasMaterial,
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
