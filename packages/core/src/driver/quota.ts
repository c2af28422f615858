import type { ResourceKind } from "../model/reference.ts";
import type { Provenance } from "../model/provenance.ts";
import type { DriverOperation } from "./capabilities.ts";

/** A request rate that the cloud enforces over one account and region, shared by all programs that use them. */
export interface Quota extends Provenance {
  /** Stable within the driver, for example `TagResource` or `modify`. */
  readonly id: string;
  readonly requestsPerSecond: number;
  /** The operations that spend it; one without `kind` covers every kind. */
  readonly covers: readonly { readonly operation: DriverOperation; readonly kind?: ResourceKind }[];
}
