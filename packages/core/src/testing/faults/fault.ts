import type { DriverMethod } from "../../driver/capabilities.ts";

/** What goes wrong with a call. */
export type FaultKind =
  /** The cloud asks for fewer requests; nothing was applied. */
  | "throttle"
  /** The connection breaks before the cloud has the request. */
  | "lose-request"
  /** The cloud does it, and the connection breaks before the answer. */
  | "lose-answer"
  /** The cloud does it, and what comes back cannot be read. */
  | "garble-answer"
  /** No answer until the call is given up; the cloud never had the request. */
  | "hang"
  /** The answer comes `delayMs` late. */
  | "delay";

/** A fault of a cloud or its network, and the calls that it strikes. */
export interface Fault {
  /** What goes wrong. */
  readonly kind: FaultKind;
  /** Default: every method. */
  readonly operation?: DriverMethod;
  /** The id of a resource: only calls that name it. */
  readonly resource?: string;
  /** Matching calls that are let through first; default 0. */
  readonly after?: number;
  /** How often it strikes; default: always. */
  readonly times?: number;
  /** From 0 to 1; default 1. */
  readonly probability?: number;
  /** Milliseconds, for `delay`; default 0. */
  readonly delayMs?: number;
}
