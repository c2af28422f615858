/** What one resource needs of one call step, in item numbers (an item is a tag key with a value, or a tag key to remove). */
export interface CoverRow {
  /** Numbers of the items that the resource needs. */
  readonly needed: readonly number[];
  /** Items that the row has already, so that a call may contain them (disjoint from needed). */
  readonly alreadyCovered: readonly number[];
}

/** Cells of a table, one for each change of one item on one resource, to cover with the fewest calls. */
export interface CoverProblem {
  /** One for each resource. */
  readonly rows: readonly CoverRow[];
  /** For each item number its tag key's number: a call holds each tag key once. */
  readonly tagKeyOf: readonly number[];
  /** How much fits in one call. */
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
