/** What one resource needs of one call step, in item numbers (an item is a tag key with a value, or a tag key to take away). */
export interface CoverRow {
  readonly needed: readonly number[];
  /** Items that may be covered too, because they are so already (disjoint from needed). */
  readonly harmless: readonly number[];
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
