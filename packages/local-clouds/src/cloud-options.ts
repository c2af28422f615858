import type { Clock } from "./server/clock.ts";
import type { Identifiers } from "./server/identifiers.ts";
import type { QuotaSetting } from "./server/quotas.ts";
import type { Consistency } from "./state/versioned.ts";

/** What every local cloud can be told. */
export interface CloudOptions {
  /**
   * Request quotas in requests per second, per region and group. Default `"documented"`: the cloud's own default
   * quotas, which are low for some writes. `"off"`: none. A record: the documented ones with these changed.
   */
  readonly quotas?: QuotaSetting;
  /** How many seconds' worth of a quota can be spent at once after a pause. Default 1. */
  readonly quotaBurstSeconds?: number;
  /** For how long reads may see what was there before a write. Default: not at all. */
  readonly consistency?: Consistency;
  /** How many requests the log keeps. Default 10,000; counts go on beyond. */
  readonly requestLogCapacity?: number;
  /**
   * Whether STS answers GetCallerIdentity at the endpoints of KMS. Without, they refuse it as a service that does not
   * know it. Default true; for QKMS, whose pages tell of no STS, false.
   */
  readonly sts?: boolean;
  /** Port to listen on. Default: any free one. A cloud with several endpoints uses this one and those that follow. */
  readonly port?: number;
}

/** What all clouds of one `startLocalClouds` share. */
export interface SharedParts {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly host: string;
  readonly allowedHosts: readonly string[];
}
