import type { Violation } from "../model/violation.ts";

/** Something wrong with a desired state, with where it stands in it, for example `["statements", 0, "set", "team"]`. */
export interface DesiredStateProblem {
  readonly path: readonly (string | number)[];
  readonly violation: Violation;
}
