import type { Violation } from "../model/violation.ts";

/** Something wrong with a desired state, with where it stands in it, for example `["statements", 0, "set", "team"]`. */
export interface DesiredStateProblem {
  /** Where the problem is, as keys and positions from the root of the desired state. */
  readonly path: readonly (string | number)[];
  /** What is wrong, and how to fix it. */
  readonly violation: Violation;
}
