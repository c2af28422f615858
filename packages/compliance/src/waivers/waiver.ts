import type { PolicyScope } from "../policy/policy.ts";

/** A temporary exception from rules. */
export interface Waiver {
  /** For messages; default `waiver 1`, by position. */
  readonly id?: string;
  /** Ids of rules, or globs of them. */
  readonly rules: readonly string[];
  /** Default: every resource. If a list, one item must match. */
  readonly select?: PolicyScope | readonly PolicyScope[];
  /** Only findings about these tag keys: names or globs. Default: all. */
  readonly tagKeys?: readonly string[];
  /** Who answers for the waiver. */
  readonly owner: string;
  /** Why the findings are waived. */
  readonly reason: string;
  /** The ticket with the decision. */
  readonly ticket?: string;
  /** The last valid day, as `2026-12-31`, in UTC. */
  readonly expires: string;
}
