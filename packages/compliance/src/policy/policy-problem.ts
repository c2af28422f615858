/** A problem of a policy with its path, for example `["rules", 0, "tags", "team", "matches"]`. */
export interface PolicyProblem {
  /** Where the problem is, as keys and positions from the root of the policy. */
  readonly path: readonly (string | number)[];
  /** The end of a sentence that begins with the path. */
  readonly problem: string;
}
