export interface MatchProblem {
  readonly problem: "not-found" | "ambiguous" | "unreadable" | "two-sources" | "itself";
  /** The resources concerned. */
  readonly resources: readonly string[];
  /** One sentence, without tag values. */
  readonly message: string;
}
