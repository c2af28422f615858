import type { Clock } from "./server/clock.ts";
import type { Identifiers } from "./server/identifiers.ts";
import type { QuotaSetting } from "./server/quotas.ts";
import type { Consistency } from "./state/versioned.ts";

/** The options of every local cloud. */
export interface CloudOptions {
  /**
   * Request quotas in requests per second, per region and group. Default `"documented"`: the cloud's own default
   * quotas, which are low for some writes. `"off"`: none. A record: the documented ones with these changed.
   */
  readonly quotas?: QuotaSetting;
  /** How many seconds' worth of a quota can be spent at once after a pause. Default 1. */
  readonly quotaBurstSeconds?: number;
  /** How long reads may see the value from before a write. Default: reads are always fresh. */
  readonly consistency?: Consistency;
  /** How many requests the log keeps. Default 10,000. Counts include requests that the log has dropped. */
  readonly requestLogCapacity?: number;
  /**
   * Whether STS answers GetCallerIdentity at the endpoints of KMS. If false, they refuse it as a service without that
   * operation does. Default true; false for QKMS, whose pages do not mention STS.
   */
  readonly sts?: boolean;
  /** Port to listen on. Default: any free port. A cloud with several endpoints uses this port and the next ones. */
  readonly port?: number;
}

/** What all clouds of one `startLocalClouds` share. */
export interface SharedParts {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly host: string;
  readonly allowedHosts: readonly string[];
}
