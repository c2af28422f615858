import type { Provenance } from "../model/provenance.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { DriverOperation } from "./capabilities.ts";

/** The cloud's permissions that one operation requires. */
export interface Permission extends Provenance {
  /** The operation that requires them. */
  readonly operation: DriverOperation;
  /** Absent: every kind of resource. */
  readonly kind?: ResourceKind;
  /** The cloud's action names, for example `kms:TagResource`. */
  readonly actions: readonly string[];
}

/** Everything that a caller must be allowed to do, by operation. */
export type Permissions = readonly Permission[];
