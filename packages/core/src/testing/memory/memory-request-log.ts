import type { DriverMethod } from "../../driver/capabilities.ts";
import type { ResourceKind } from "../../model/reference.ts";
import type { MemoryErrorCode } from "./memory-error.ts";

/** What reaches the cloud as one request: a method of a driver. */
export type MemoryOperation = DriverMethod;

/** One request as the cloud saw it. */
export interface MemoryRequest {
  /** The method of the driver. */
  readonly operation: MemoryOperation;
  /** The kind of the resources. */
  readonly kind: ResourceKind;
  /** Ids. */
  readonly resources: readonly string[];
  /** The tag keys that are set or removed. Absent: the request names none. */
  readonly tagKeys?: readonly string[] | "all";
  /** The shape of a write, as in `CallShape`. Undefined: the main one. */
  readonly shape?: string | undefined;
  /** The page that is read. Absent: the first, or the answer has one page. */
  readonly cursor?: string | undefined;
  /** The cloud's id of the request. */
  readonly requestId: string;
  /** By the cloud's clock. */
  readonly at: number;
  /** Why the cloud refused it. Absent: it did not. */
  refusedWith?: MemoryErrorCode;
}

export interface MemoryRequestLog {
  readonly requests: readonly MemoryRequest[];
  /** The most requests that were under way at once. */
  readonly peak: number;
  /** Writes that began while another write to one of their resources was under way. */
  readonly overlappingWrites: number;
  /** How often the driver asked whose credentials these are; not among the requests. */
  identified: number;
  start(request: MemoryRequest): MemoryRequest;
  end(request: MemoryRequest): void;
}

const writes = (request: MemoryRequest): boolean =>
  ["writeTags", "removeTags", "changeTags", "replaceTags", "deleteKeyMaterial"].includes(request.operation);

export function createMemoryRequestLog(): MemoryRequestLog {
  const requests: MemoryRequest[] = [];
  const open = new Set<MemoryRequest>();
  let peak = 0;
  let overlappingWrites = 0;
  return {
    requests,
    identified: 0,
    get peak() {
      return peak;
    },
    get overlappingWrites() {
      return overlappingWrites;
    },
    start(request) {
      const overlaps = (other: MemoryRequest): boolean =>
        writes(other) && other.kind === request.kind && other.resources.some((id) => request.resources.includes(id));
      if (writes(request) && [...open].some(overlaps)) overlappingWrites += 1;
      requests.push(request);
      open.add(request);
      peak = Math.max(peak, open.size);
      return request;
    },
    end(request) {
      open.delete(request);
    },
  };
}
