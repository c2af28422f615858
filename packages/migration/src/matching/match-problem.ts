export interface MatchProblem {
  readonly problem: "not-found" | "ambiguous" | "unreadable" | "two-sources" | "itself";
  /** The affected resources. */
  readonly resources: readonly string[];
  /** One sentence, without tag values. */
  readonly message: string;
}
