/** Why a text is not a condition. */
export interface ConditionProblem {
  /** The end of a sentence that begins with the condition: `has no tag key`. */
  readonly problem: string;
  /** One sentence: what to write instead. */
  readonly fix: string;
}
