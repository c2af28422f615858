import type { ResourceKind } from "../model/reference.ts";
import type { Provenance } from "../model/provenance.ts";
import type { DriverOperation } from "./capabilities.ts";

/** Requests per second by `Quota.id`. */
export type QuotaRates = Readonly<Record<string, number>>;

/** A request rate that the cloud enforces for one account and region. All programs of the account share it. */
export interface Quota extends Provenance {
  /** Stable within the driver, for example `TagResource` or `modify`. */
  readonly id: string;
  /** Requests per second. */
  readonly requestsPerSecond: number;
  /** The operations that spend it. An operation without `kind` covers every kind. */
  readonly covers: readonly { readonly operation: DriverOperation; readonly kind?: ResourceKind }[];
}
