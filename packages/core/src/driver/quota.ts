import type { ResourceKind } from "../model/reference.ts";
import type { Provenance } from "../model/provenance.ts";
import type { DriverOperation } from "./capabilities.ts";

/** Requests per second by `Quota.id`. */
export type QuotaRates = Readonly<Record<string, number>>;

/** A request rate that the cloud enforces for one account, or one account and region. All programs of the account share it. */
export interface Quota extends Provenance {
  /** Stable within the driver, for example `TagResource` or `modify`. Different from the ids of the cloud's other services. */
  readonly id: string;
  /** Requests per second; of a quota by the minute, the mean: 300 a minute are 5. */
  readonly requestsPerSecond: number;
  /** The period that the cloud counts over, in seconds: 60 for a quota by the minute. Default: 1. */
  readonly periodSeconds?: number;
  /**
   * Whose calls the cloud counts together. `region`: those of an account in one region. `account`: those of an account in all
   * regions; an account is a project in some clouds. Drivers with the same quota share it. Default: `region`.
   */
  readonly countedPer?: "region" | "account";
  /** What spends it. Without `kind` every kind does; without `shape` every shape of the operation. */
  readonly covers: readonly {
    /** The operation. */
    readonly operation: DriverOperation;
    /** Only this kind of resource. */
    readonly kind?: ResourceKind;
    /** Only this shape of the operation, of `CallLimits.shapes`; `main` is the one in `CallLimits` itself. */
    readonly shape?: string;
  }[];
}
