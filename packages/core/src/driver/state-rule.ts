import type { Provenance } from "../model/provenance.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { ResourceState } from "../model/resource-description.ts";
import type { DriverOperation } from "./capabilities.ts";

/** Operations that a cloud refuses for resources in a state. */
export interface StateRule extends Provenance {
  /** The kinds of resources. Default: all. */
  readonly kinds?: readonly ResourceKind[];
  /** The states, in Crosstag's words. */
  readonly states: readonly ResourceState[];
  /** The operations that the cloud refuses. */
  readonly operations: readonly DriverOperation[];
  /** Why, in one sentence for users. */
  readonly reason: string;
  /** What to do about it, in one sentence that may name the cloud's own command. */
  readonly fix?: string;
}
