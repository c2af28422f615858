import type { Provenance } from "../model/provenance.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { DriverOperation } from "./capabilities.ts";

/** What a caller must be allowed in the cloud, for one operation. */
export interface Permission extends Provenance {
  readonly operation: DriverOperation;
  readonly kind?: ResourceKind;
  /** For example `kms:TagResource`. */
  readonly actions: readonly string[];
}

export type Permissions = readonly Permission[];
