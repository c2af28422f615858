/** Why resources could not be paired. */
export interface MatchProblem {
  /** `two-sources`: two sources have the same target. `itself`: source and target are one resource. */
  readonly problem: "not-found" | "ambiguous" | "unreadable" | "two-sources" | "itself";
  /** The affected resources. */
  readonly resources: readonly string[];
  /** One sentence, without tag values. */
  readonly message: string;
}
