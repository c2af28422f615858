/** What is wrong with a policy, with where it stands in it, for example `["rules", 0, "tags", "team", "matches"]`. */
export interface PolicyProblem {
  readonly path: readonly (string | number)[];
  /** The end of a sentence that begins with what is named by the path. */
  readonly problem: string;
}
