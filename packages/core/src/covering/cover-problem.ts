/** What one resource needs of one call step, in item numbers (an item is a tag key with a value, or a tag key to remove). */
export interface CoverRow {
  readonly needed: readonly number[];
  /** Items that the row has already, so that a call may contain them (disjoint from needed). */
  readonly alreadyCovered: readonly number[];
}

export interface CoverProblem {
  readonly rows: readonly CoverRow[];
  /** For each item number its tag key's number: a call holds each tag key once. */
  readonly tagKeyOf: readonly number[];
  readonly limit: CoverLimit;
}

/** One call: every row in it needs each of the items or has it already. */
export interface Rectangle {
  readonly rows: readonly number[];
  readonly items: readonly number[];
}

/** What fits in one call. */
export interface CoverLimit {
  readonly resources: number;
  readonly items: number;
}
