import type { PolicyScope } from "../policy/policy.ts";

/** What somebody has allowed for a while. */
export interface Waiver {
  /** For messages; default `waiver 1`, by position. */
  readonly id?: string;
  /** Ids of rules, or globs of them. */
  readonly rules: readonly string[];
  /** Default: every resource. Of a list, one has to hold. */
  readonly select?: PolicyScope | readonly PolicyScope[];
  /** Only findings about these tag keys: names or globs. Default: all. */
  readonly tagKeys?: readonly string[];
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  /** The last day on which it holds, as `2026-12-31`, by UTC. */
  readonly expires: string;
}
