import { refuseUnknownFields, type FieldsOf } from "../known-fields.ts";
import type { CloudCall } from "./cloud.ts";
import { namesOperation } from "./operation-name.ts";

/**
 * What a fault does to a request:
 * - `throttle`: the cloud's own throttling error.
 * - `server-error-json`: the cloud's own internal error (500) or unavailability (503), in its own format.
 * - `server-error-html`, `server-error-empty`: a gateway's answer, an HTML page or nothing.
 * - `unreadable-success`: the operation is carried out, the answer is status 200 with an HTML page.
 * - `without-request-id`: the answer, also a refusal, is the cloud's own except that the request's id is missing.
 * - `reset-before-applying`, `reset-after-applying`: the connection is reset without an answer; the operation was not,
 *   or was, carried out.
 * - `delay`: the answer comes `delayMs` late; the operation is carried out after the delay.
 */
export type FaultKind =
  | "throttle"
  | "server-error-json"
  | "server-error-html"
  | "server-error-empty"
  | "unreadable-success"
  | "without-request-id"
  | "reset-before-applying"
  | "reset-after-applying"
  | "delay";

/**
 * A fault and the requests that it applies to. It applies only to requests that were parsed and have a valid signature.
 */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind;
  /**
   * Only this operation: `TagResource` in all services that have it, `secretsmanager:TagResource` in one, or
   * `secretsmanager:*`. Default: every operation of KMS, and of no other service.
   */
  readonly operation?: string;
  /** Only requests with credentials of this account. Default: all accounts. */
  readonly account?: string;
  /** Only requests to this region. Default: all regions. */
  readonly region?: string;
  /**
   * Only requests that name this resource: as the request spells it, or only the part after a `/` or `:` of it, such as
   * the id of a key or the name of a secret with its suffix.
   */
  readonly resource?: string;
  /** Lets this many matching requests pass first. Default 0. */
  readonly after?: number;
  /** How many requests the fault applies to. Default: no limit. */
  readonly times?: number;
  /**
   * Probability, 0 to 1, that the fault applies to a matching request. Default 1. Drawn from `seed`, so that runs
   * repeat.
   */
  readonly probability?: number;
  /** Seed of the draws, a 32-bit integer. Default 1. */
  readonly seed?: number;
  /** For `delay`: milliseconds on the cloud's clock. Default 0. */
  readonly delayMs?: number;
  /**
   * For the server errors. Defaults: 500 for JSON, 502 for HTML, 503 for an empty body. JSON takes 500 and 503; 503
   * becomes 500 if the operation has no such error.
   */
  readonly status?: 500 | 502 | 503;
}

const kinds: Readonly<Record<FaultKind, true>> = {
  throttle: true,
  "server-error-json": true,
  "server-error-html": true,
  "server-error-empty": true,
  "unreadable-success": true,
  "without-request-id": true,
  "reset-before-applying": true,
  "reset-after-applying": true,
  delay: true,
};
const faultFields: FieldsOf<Fault> = {
  kind: true,
  operation: true,
  account: true,
  region: true,
  resource: true,
  after: true,
  times: true,
  probability: true,
  seed: true,
  delayMs: true,
  status: true,
};

interface ArmedFault {
  readonly fault: Fault;
  readonly random: () => number;
  matched: number;
  applied: number;
}

/** The faults of one cloud. The first fault that applies to a request decides. */
export class Faults {
  #armed: ArmedFault[] = [];

  /** Adds a fault. The returned function removes it. */
  add(fault: Fault): () => void {
    refuseUnknownFields(fault, "fault", faultFields);
    if (!Object.hasOwn(kinds, fault.kind)) {
      throw new TypeError(`The kind of a fault must be one of ${Object.keys(kinds).join(", ")}.`);
    }
    const armed: ArmedFault = {
      fault,
      random: seededRandom(fault.seed ?? 1),
      matched: 0,
      applied: 0,
    };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((candidate) => candidate !== armed);
    };
  }

  /** Removes all faults. */
  clear(): void {
    this.#armed = [];
  }

  /** For the server: the fault that applies to this call, if any. */
  match(call: CloudCall): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (!concerns(fault, call)) continue;
      armed.matched += 1;
      if (armed.matched <= (fault.after ?? 0)) continue;
      if (armed.applied >= (fault.times ?? Infinity)) continue;
      if (armed.random() >= (fault.probability ?? 1)) continue;
      armed.applied += 1;
      return fault;
    }
    return undefined;
  }
}

function concerns({ operation = "*", account, region, resource }: Fault, call: CloudCall): boolean {
  if (!namesOperation(operation, call)) return false;
  if (account !== undefined && account !== call.account) return false;
  if (region !== undefined && region !== call.region) return false;
  return resource === undefined || namesResource(call, resource);
}

function namesResource(call: CloudCall, resource: string): boolean {
  return call.resources.some(
    (named) => named === resource || named.endsWith(`/${resource}`) || named.endsWith(`:${resource}`),
  );
}

/** Mulberry32: small, and the same on every machine. Returns numbers from 0 up to, not including, 1. */
function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
